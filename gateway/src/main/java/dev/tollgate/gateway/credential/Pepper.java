package dev.tollgate.gateway.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server-side secret that tokens are hashed with: HMAC-SHA-256. A stolen table is worth nothing without it. Safe
 * for use from any thread.
 */
public final class Pepper {

    /** The fewest bytes a secret may have. */
    public static final int SECRET_BYTES_MIN = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final String id;
    private final Mac keyed;

    /**
     * The pepper of an installation.
     *
     * @param id names the pepper beside every hash made with it; not secret
     * @param secret at least sixteen bytes
     */
    public Pepper(String id, byte[] secret) {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException("a pepper has at least " + SECRET_BYTES_MIN + " bytes");
        }
        this.id = id;
        this.keyed = keyed(secret);
    }

    public String id() {
        return id;
    }

    /** The stored hash of a token. */
    public byte[] hash(Token token) {
        return copy().doFinal(token.text().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "pepper " + id;
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException cause) {
            throw new IllegalStateException("this Java cannot copy a " + ALGORITHM, cause);
        }
    }

    private static Mac keyed(byte[] secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, cause);
        }
    }
}
