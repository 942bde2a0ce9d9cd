package dev.tollgate.records.work;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Answers that hold a secret, kept so that only this installation can read them: AES-GCM with a fresh nonce (NIST SP
 * 800-38D), bound to the call they answer. Form: version, nonce, ciphertext with tag.
 */
public final class SealedAnswers {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** The key is 32 bytes. */
    public SealedAnswers(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key for secrets has " + key.length + " bytes, not " + KEY_BYTES);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    Buffer sealed(Buffer plain, String boundTo) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Buffer.buffer()
                .appendByte(VERSION)
                .appendBytes(nonce)
                .appendBytes(run(Cipher.ENCRYPT_MODE, nonce, plain.getBytes(), boundTo));
    }

    /** Throws when the bytes were sealed with another key or for another call. */
    Buffer opened(Buffer sealed, String boundTo) {
        if (sealed.getByte(0) != VERSION) {
            throw new IllegalStateException("sealed in an unknown form: " + sealed.getByte(0));
        }
        var nonce = sealed.getBytes(1, 1 + NONCE_BYTES);
        var secret = sealed.getBytes(1 + NONCE_BYTES, sealed.length());
        return Buffer.buffer(run(Cipher.DECRYPT_MODE, nonce, secret, boundTo));
    }

    private byte[] run(int mode, byte[] nonce, byte[] bytes, String boundTo) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(boundTo.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the sealed answer cannot be read", broken);
        }
    }
}
