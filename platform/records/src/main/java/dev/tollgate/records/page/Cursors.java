package dev.tollgate.records.page;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.audit.chain.Chain;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Page cursors: signed, and valid only for the same operation, workspace and filters within {@link #LIFE}; those that
 * are {@link #lasting} have no end. Stateless; one per event loop, not for several threads.
 */
public final class Cursors {

    /** Validity of a cursor. */
    public static final Duration LIFE = Duration.ofHours(24);

    /** Refusal for any invalid cursor. */
    public static final Refusal REFUSAL =
            new Refusal.MalformedRequest("The cursor is not valid for this list, or older than 24 hours.");

    private static final int KEY_BYTES_MIN = 32;
    private static final int POSITION_BYTES_MAX = 1_024;
    private static final int EXPIRY_BYTES = Long.BYTES;
    private static final int SIGNATURE_BYTES = 16;
    private static final int TEXT_CHARS_MAX = 1_536;

    /** Before the filters of a cursor without an end, which no other list has. */
    private static final String LASTING = "lasting\n";

    private final Mac mac;
    private final InstantSource clock;

    public Cursors(byte[] key, InstantSource clock) {
        if (key.length < KEY_BYTES_MIN) {
            throw new IllegalArgumentException("the cursor key must be at least " + KEY_BYTES_MIN + " bytes");
        }
        try {
            this.mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        this.clock = clock;
    }

    /** A cursor at the record with this id. {@code filters} is any text that is equal for equal filters. */
    public String at(Call<?> call, String filters, UUID last) {
        return at(
                call,
                filters,
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(last.getMostSignificantBits())
                        .putLong(last.getLeastSignificantBits())
                        .array());
    }

    /** A cursor at any position of at most 1,024 bytes. */
    public String at(Call<?> call, String filters, byte[] position) {
        if (position.length > POSITION_BYTES_MAX) {
            throw new IllegalArgumentException("a position of " + position.length + " bytes");
        }
        var signed = ByteBuffer.allocate(EXPIRY_BYTES + position.length)
                .putLong(clock.instant().plus(LIFE).getEpochSecond())
                .put(position)
                .array();
        return text(signed, signature(call, filters, signed));
    }

    /**
     * A cursor that has no end, and is the same bytes for everybody at any time: of pages that are kept, and that many
     * callers get.
     */
    public String lasting(Call<?> call, String filters, byte[] position) {
        return text(position, signature(call, LASTING + filters, position));
    }

    /** The position in a lasting cursor, or empty when the cursor is not good for this call. */
    public Optional<byte[]> lastingPosition(Call<?> call, String filters, String cursor) {
        return signed(call, LASTING + filters, bytes(cursor));
    }

    /** The id in a cursor, or empty when the cursor is not good for this call. */
    public Optional<UUID> id(Call<?> call, String filters, String cursor) {
        return position(call, filters, cursor)
                .filter(position -> position.length == 2 * Long.BYTES)
                .map(ByteBuffer::wrap)
                .map(position -> new UUID(position.getLong(), position.getLong()));
    }

    /** The position in a cursor, or empty when the cursor is not good for this call. */
    public Optional<byte[]> position(Call<?> call, String filters, String cursor) {
        return signed(call, filters, bytes(cursor))
                .filter(signed -> signed.length >= EXPIRY_BYTES
                        && ByteBuffer.wrap(signed).getLong() >= clock.instant().getEpochSecond())
                .map(signed -> Arrays.copyOfRange(signed, EXPIRY_BYTES, signed.length));
    }

    /** What is signed of a cursor, or empty if the signature is not its. */
    private Optional<byte[]> signed(Call<?> call, String filters, byte[] bytes) {
        if (bytes.length < SIGNATURE_BYTES) {
            return Optional.empty();
        }
        var signed = Arrays.copyOf(bytes, bytes.length - SIGNATURE_BYTES);
        var signature = Arrays.copyOfRange(bytes, signed.length, bytes.length);
        return MessageDigest.isEqual(signature, signature(call, filters, signed))
                ? Optional.of(signed)
                : Optional.empty();
    }

    private static String text(byte[] signed, byte[] signature) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(signed.length + SIGNATURE_BYTES)
                        .put(signed)
                        .put(signature)
                        .array());
    }

    private static byte[] bytes(String cursor) {
        if (cursor.length() > TEXT_CHARS_MAX) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException foreign) {
            return new byte[0];
        }
    }

    private byte[] signature(Call<?> call, String filters, byte[] signed) {
        mac.update((call.operation().name() + '\n' + Chain.of(call.caller()).id() + '\n' + filters + '\n')
                .getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(mac.doFinal(signed), SIGNATURE_BYTES);
    }
}
