package dev.tollgate.records.file;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.records.file.SignedFile.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs URLs of files and verifies them: HMAC-SHA-256 with a key that is derived from one of the installation's secret
 * keys. URLs signed with a former key are accepted until they expire. Safe from every thread.
 */
public final class FileSigner {

    /** Path of all files, without a slash at the end. */
    public static final String PATH = "/files";

    private static final String FORM = "tollgate-file-v1";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_ID_BYTES = 4;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, SecretKeySpec> keys = new HashMap<>();
    private final String presentId;

    /**
     * Signs with a key that is derived from the present secret key.
     *
     * @param former former secret keys
     */
    public FileSigner(byte[] present, List<byte[]> former) {
        for (var secret : former) {
            var _ = add(secret);
        }
        this.presentId = add(present);
    }

    private String add(byte[] secret) {
        var derived = hmac(new SecretKeySpec(secret, HMAC), FORM);
        var id = HexFormat.of().formatHex(hmac(new SecretKeySpec(derived, HMAC), "id"), 0, KEY_ID_BYTES);
        keys.put(id, new SecretKeySpec(derived, HMAC));
        return id;
    }

    /** Path and query of the URL. */
    public String url(SignedFile file) {
        return PATH + '/' + file.asset().text()
                + "?w=" + file.workspace().text()
                + "&c=" + file.credential()
                + "&b=" + file.blob()
                + "&o=" + file.purpose().text()
                + "&e=" + file.expiresAt().getEpochSecond()
                + "&k=" + presentId
                + "&s=" + signature(keys.get(presentId), file);
    }

    /**
     * What a URL allows; empty if it is malformed, not signed by this installation, or has expired.
     *
     * @param asset of the path
     * @param parameters of the query: the one value of a name; null if it has none or several
     */
    public Optional<SignedFile> verified(String asset, Function<String, @Nullable String> parameters, Instant now) {
        var key = keys.get(text(parameters, "k"));
        var signature = text(parameters, "s").getBytes(StandardCharsets.US_ASCII);
        return read(asset, parameters)
                .filter(file -> key != null
                        && MessageDigest.isEqual(signature(key, file).getBytes(StandardCharsets.US_ASCII), signature))
                .filter(file -> !file.ended(now));
    }

    private static Optional<SignedFile> read(String asset, Function<String, @Nullable String> parameters) {
        try {
            return TypeId.parse(TypeId.prefix(AssetId.class), asset)
                    .flatMap(id -> TypeId.parse(TypeId.prefix(WorkspaceId.class), text(parameters, "w"))
                            .map(workspace -> new SignedFile(
                                    new AssetId(id),
                                    new WorkspaceId(workspace),
                                    text(parameters, "c"),
                                    UUID.fromString(text(parameters, "b")),
                                    purpose(text(parameters, "o")),
                                    Instant.ofEpochSecond(Long.parseLong(text(parameters, "e"))))));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static Purpose purpose(String text) {
        return Stream.of(Purpose.values())
                .filter(purpose -> purpose.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Function<String, @Nullable String> parameters, String name) {
        var value = parameters.apply(name);
        return value == null ? "" : value;
    }

    private static String signature(@Nullable SecretKeySpec key, SignedFile file) {
        if (key == null) {
            throw new IllegalStateException("no key to sign with");
        }
        var signed = String.join(
                "\n",
                FORM,
                file.asset().text(),
                file.workspace().text(),
                file.credential(),
                file.blob().toString(),
                file.purpose().text(),
                Long.toString(file.expiresAt().getEpochSecond()));
        return BASE64.encodeToString(hmac(key, signed));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
