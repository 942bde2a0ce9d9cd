package dev.tollgate.records.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Derives a key for one purpose from a key of the installation, by HKDF with SHA-256 (RFC 5869). Keys of different
 * purposes tell nothing of each other, nor of the key that they are derived from.
 */
final class Subkey {

    private static final String HKDF = "HKDF-SHA256";

    private Subkey() {}

    /** The key of a purpose; the same key and purpose give the same bytes in every process. */
    static byte[] of(byte[] key, String purpose) {
        try {
            return KDF.getInstance(HKDF)
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), SecretBox.KEY_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
