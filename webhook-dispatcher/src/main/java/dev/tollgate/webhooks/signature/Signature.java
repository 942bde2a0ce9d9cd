package dev.tollgate.webhooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and verifies with HMAC-SHA-256, version {@code v1}. What is signed is {@code id.timestamp.body}, the timestamp
 * in seconds; a delivery under two keys carries both signatures, with a space between, and is good for a receiver that
 * has either.
 *
 * <p>Of one thread: it keeps one Mac.
 */
public final class Signature {

    /** Permitted clock skew of receivers, as in the specification's libraries. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Mac mac;

    public Signature() {
        try {
            mac = Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The value of {@code webhook-signature}. */
    public String signed(String webhookId, Instant timestamp, byte[] body, List<SigningKey> keys) {
        var head = head(webhookId, timestamp);
        var value = new StringBuilder();
        for (var key : keys) {
            value.append(value.isEmpty() ? "" : " ")
                    .append(VERSION)
                    .append(BASE64.encodeToString(code(head, body, key)));
        }
        return value.toString();
    }

    /**
     * Whether one of the signatures is by one of the keys and the timestamp is no further from now than
     * {@link #TOLERANCE}.
     */
    public boolean verified(Received received, byte[] body, List<SigningKey> keys, Instant now) {
        if (Duration.between(received.timestamp(), now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        var head = head(received.webhookId(), received.timestamp());
        boolean good = false;
        for (var key : keys) {
            var expected = (VERSION + BASE64.encodeToString(code(head, body, key))).getBytes(StandardCharsets.US_ASCII);
            for (var one : received.signature().split(" ", -1)) {
                good |= MessageDigest.isEqual(expected, one.getBytes(StandardCharsets.UTF_8));
            }
        }
        return good;
    }

    /** Content of the three headers of a delivery. */
    public record Received(String webhookId, Instant timestamp, String signature) {}

    private static byte[] head(String webhookId, Instant timestamp) {
        return (webhookId + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] code(byte[] head, byte[] body, SigningKey key) {
        try {
            mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of bytes fits every Mac", e);
        }
        mac.update(head);
        return mac.doFinal(body);
    }
}
