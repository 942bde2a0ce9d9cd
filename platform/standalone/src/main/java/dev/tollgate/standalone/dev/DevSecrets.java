package dev.tollgate.standalone.dev;

import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.runtime.json.Json;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Secrets of the dev installation: generated at the first start, stored in the folder.
 *
 * @param operatorToken opens the admin API
 * @param operatorTokenHash what the settings hold of it
 * @param pepper tokens are hashed with it; hex
 * @param secretsKey seals stored answers that hold a secret; hex
 * @param cursorKey signs cursors; hex
 */
record DevSecrets(String operatorToken, String operatorTokenHash, String pepper, String secretsKey, String cursorKey) {
    static final String OPERATOR = "dev";
    private static final int KEY_BYTES = 32;

    /** Those of the folder, made now where there are none yet. */
    static DevSecrets of(DevFolder folder) {
        return DevFolder.read(folder.secrets())
                .map(text -> Json.read(text, DevSecrets.class))
                .orElseGet(() -> {
                    var made = made(new SecureRandom());
                    DevFolder.write(folder.secrets(), Json.text(made) + "\n");
                    return made;
                });
    }

    private static DevSecrets made(SecureRandom random) {
        var operator = OperatorTokens.mint(OPERATOR, random);
        return new DevSecrets(operator.token().text(), operator.tokenHash(), key(random), key(random), key(random));
    }

    private static String key(SecureRandom random) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Shows nothing: these are secrets. */
    @Override
    public String toString() {
        return "DevSecrets";
    }
}
