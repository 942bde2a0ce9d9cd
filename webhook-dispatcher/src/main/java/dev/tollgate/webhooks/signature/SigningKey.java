package dev.tollgate.webhooks.signature;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A key that signs the deliveries of one endpoint. Its text, {@code whsec_} and the secret in base64, is what the
 * receiver is given; nothing else of this class shows the secret.
 */
public final class SigningKey {

    /** Prefix of every secret's text. */
    public static final String PREFIX = "whsec_";

    /** Bounds of the specification. */
    public static final int SECRET_BYTES_MIN = 24;

    public static final int SECRET_BYTES_MAX = 64;

    private static final int SECRET_BYTES = 32;

    private final String id;
    private final byte[] secret;

    /**
     * A key with its secret.
     *
     * @param id names the key in attempts; no secret
     * @param secret {@value #SECRET_BYTES_MIN} to {@value #SECRET_BYTES_MAX} bytes
     */
    public SigningKey(String id, byte[] secret) {
        if (secret.length < SECRET_BYTES_MIN || secret.length > SECRET_BYTES_MAX) {
            throw new IllegalArgumentException("a signing secret has " + SECRET_BYTES_MIN + " to " + SECRET_BYTES_MAX
                    + " bytes, not " + secret.length);
        }
        this.id = id;
        this.secret = secret.clone();
    }

    /** A new key. */
    public static SigningKey random(String id, SecureRandom random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new SigningKey(id, secret);
    }

    /** The key of a text as receivers know it; empty where the text is none, or its secret is too short or too long. */
    public static Optional<SigningKey> parsed(String id, String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SigningKey(id, Base64.getDecoder().decode(text.substring(PREFIX.length()))));
        } catch (IllegalArgumentException noSecret) {
            return Optional.empty();
        }
    }

    public String id() {
        return id;
    }

    /** The bytes that sign: a copy. */
    public byte[] secret() {
        return secret.clone();
    }

    /** The secret for the receiver, shown once. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey key && id.equals(key.id) && Arrays.equals(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return id;
    }
}
