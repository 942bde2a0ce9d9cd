package dev.tollgate.gateway.mcp.list;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * List cursors: the end of a page, signed and bound to one list and revision of the catalogue. Safe from any thread.
 */
public final class ListCursors {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;
    public static final int TEXT_LENGTH_MAX = 256;

    private final SecretKeySpec key;
    private final String revision;

    public ListCursors(byte[] key, String revision) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.revision = revision;
    }

    public String after(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        var whole = Arrays.copyOf(signature(bytes), SIGNATURE_BYTES + bytes.length);
        System.arraycopy(bytes, 0, whole, SIGNATURE_BYTES, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** The name a page ended with, or null for a cursor that is not ours or of another revision. */
    public @Nullable String name(String cursor) {
        var whole = bytes(cursor);
        if (whole.length <= SIGNATURE_BYTES) {
            return null;
        }
        var name = Arrays.copyOfRange(whole, SIGNATURE_BYTES, whole.length);
        return MessageDigest.isEqual(Arrays.copyOf(whole, SIGNATURE_BYTES), signature(name))
                ? new String(name, StandardCharsets.UTF_8)
                : null;
    }

    private static byte[] bytes(String cursor) {
        if (cursor.length() > TEXT_LENGTH_MAX) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException foreign) {
            return new byte[0];
        }
    }

    private byte[] signature(byte[] name) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((revision + '\n').getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(name), SIGNATURE_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
