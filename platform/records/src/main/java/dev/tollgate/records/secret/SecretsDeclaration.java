package dev.tollgate.records.secret;

import dev.tollgate.records.file.FileSigner;
import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The keys that secrets are kept under. */
@ConfigMapping(prefix = "tollgate.secrets")
public interface SecretsDeclaration {
    /** The most former keys. */
    int FORMER_MAX = 8;

    @Setting(
            value = "Encryption key of webhook secrets, of keys of hashed event values and of stored answers with a "
                    + "secret: 32 bytes in hex, the same in every gateway and webhook-dispatcher.",
            secret = true)
    Optional<String> key();

    @Setting(
            value = "Former encryption keys, for decryption only; the webhook-dispatcher re-encrypts webhook "
                    + "secrets with the current key, hash-key reseal the keys of hashed event values.",
            secret = true)
    Optional<List<String>> formerKeys();

    /**
     * The present key.
     *
     * @throws SettingsRejected where it is missing or is none
     */
    default byte[] presentKey() {
        return bytes("tollgate.secrets.key", key().orElse(""));
    }

    /**
     * The box that seals and opens with these keys.
     *
     * @throws SettingsRejected where one is missing or is none
     */
    default SecretBox toBox(SecureRandom random) {
        return new SecretBox(presentKey(), former(formerKeys()), random);
    }

    /**
     * A box with keys that are derived from these for one purpose: it opens nothing that was sealed for another purpose
     * or with the keys themselves. Values sealed under a former key are opened as long as that key is in the settings.
     *
     * @throws SettingsRejected where one is missing or is none
     */
    default SecretBox toDerivedBox(String purpose, SecureRandom random) {
        return new SecretBox(
                Subkey.of(presentKey(), purpose),
                former(formerKeys()).stream()
                        .map(key -> Subkey.of(key, purpose))
                        .toList(),
                random);
    }

    /**
     * Signs URLs of files with keys that are derived from these.
     *
     * @throws SettingsRejected where one is missing or is none
     */
    default FileSigner toFileSigner() {
        return new FileSigner(presentKey(), former(formerKeys()));
    }

    private static List<byte[]> former(Optional<List<String>> given) {
        var former = given.orElse(List.of());
        if (former.size() > FORMER_MAX) {
            throw new SettingsRejected(List.of("tollgate.secrets.former-keys holds at most " + FORMER_MAX + " keys"));
        }
        var keys = new ArrayList<byte[]>();
        for (int at = 0; at < former.size(); at++) {
            keys.add(bytes("tollgate.secrets.former-keys[" + at + "]", former.get(at)));
        }
        return keys;
    }

    private static byte[] bytes(String name, String hex) {
        try {
            var bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == SecretBox.KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException notHex) {
            throw rejected(name);
        }
        throw rejected(name);
    }

    private static SettingsRejected rejected(String name) {
        return new SettingsRejected(List.of(name + " must be set, to " + SecretBox.KEY_BYTES + " bytes in hex"));
    }
}
