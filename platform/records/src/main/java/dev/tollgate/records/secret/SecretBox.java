package dev.tollgate.records.secret;

import dev.tollgate.contract.digest.Sha256;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets so that only this installation can read them: AES-GCM with a fresh nonce (NIST SP 800-38D), bound to
 * the place they are kept at. Form: version, nonce, ciphertext with tag. Safe from every thread.
 */
public final class SecretBox {

    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;

    private static final int KEY_ID_BYTES = 4;

    /** Characters of a key's id, all ASCII. */
    public static final int KEY_ID_CHARS = 2 * KEY_ID_BYTES;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /**
     * An encrypted secret.
     *
     * @param keyId names the key it is sealed with
     */
    public record Sealed(String keyId, Buffer bytes) {

        /** Shows nothing. */
        @Override
        public String toString() {
            return "sealed with " + keyId;
        }
    }

    private final String presentId;
    private final Map<String, SecretKeySpec> keys = new HashMap<>();
    private final SecureRandom random;

    /**
     * Seals with the present key, and opens what was sealed with a former one too.
     *
     * @param present 32 bytes
     * @param former 32 bytes each
     */
    public SecretBox(byte[] present, List<byte[]> former, SecureRandom random) {
        for (var key : former) {
            var _ = added(key);
        }
        this.presentId = added(present);
        this.random = random;
    }

    private String added(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key for secrets has " + key.length + " bytes, not " + KEY_BYTES);
        }
        var id = id(key);
        keys.put(id, new SecretKeySpec(key, "AES"));
        return id;
    }

    /** The id of a key, which reveals nothing about the key. */
    private static String id(byte[] key) {
        return Sha256.hex(key, KEY_ID_BYTES);
    }

    /** The id of the key that secrets are sealed with now. */
    public String presentId() {
        return presentId;
    }

    /** The ids of all keys whose secrets can be opened. */
    public Set<String> keyIds() {
        return Set.copyOf(keys.keySet());
    }

    /**
     * Seals a secret with the present key.
     *
     * @param boundTo names the place the secret is kept at; elsewhere it cannot be opened
     */
    public Sealed sealed(byte[] plain, String boundTo) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var secret = run(Cipher.ENCRYPT_MODE, presentId, nonce, plain, boundTo);
        var bytes = Buffer.buffer(1 + NONCE_BYTES + secret.length)
                .appendByte(VERSION)
                .appendBytes(nonce)
                .appendBytes(secret);
        return new Sealed(presentId, bytes);
    }

    /** Throws when the bytes were sealed with a key that is not known any more, or for another place. */
    public byte[] opened(Sealed sealed, String boundTo) {
        var bytes = sealed.bytes();
        if (bytes.length() < 1 + NONCE_BYTES || bytes.getByte(0) != VERSION) {
            throw new IllegalStateException("unknown encryption format");
        }
        var nonce = bytes.getBytes(1, 1 + NONCE_BYTES);
        var secret = bytes.getBytes(1 + NONCE_BYTES, bytes.length());
        return run(Cipher.DECRYPT_MODE, sealed.keyId(), nonce, secret, boundTo);
    }

    private byte[] run(int mode, String keyId, byte[] nonce, byte[] bytes, String boundTo) {
        var key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("sealed with the key " + keyId + ", which is not in the settings");
        }
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(boundTo.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("decryption failed", broken);
        }
    }
}
