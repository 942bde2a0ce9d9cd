package dev.tollgate.modules.analytics.hash;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of HMAC-SHA-256, with a MAC that was prepared for it. Each hash copies the MAC: preparing one takes longer than
 * the hash. Safe from any thread, since the prepared MAC never changes.
 */
record HashKey(Mac prepared) {

    private static final String ALGORITHM = "HmacSHA256";

    /** Bytes of a hash. */
    static final int HASH_BYTES = 16;

    static HashKey of(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return new HashKey(mac);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The first 128 bits of the MAC.
     *
     * @param kind what the text is, without the character U+0000
     */
    byte[] hash(String kind, String text) {
        var mac = copy();
        mac.update(kind.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), HASH_BYTES);
    }

    private Mac copy() {
        try {
            return (Mac) prepared.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "a key";
    }
}
