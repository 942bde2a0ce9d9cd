package dev.tollgate.modules.analytics.hash;

import dev.tollgate.records.secret.SecretBox;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Keys of hashes as rows have them: sealed for this installation, and bound to their place. */
final class SealedKeys {

    static final int KEY_BYTES = 32;

    static final String ACTOR = "actor";
    static final String PII = "pii";
    static final List<String> PURPOSES = List.of(ACTOR, PII);

    /** A key of this number that is there already stays. */
    static final String ADD = """
            INSERT INTO analytics.hash_key (workspace_id, purpose, number, sealed_with, sealed)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """;

    private final SecretBox box;
    private final SecureRandom random = new SecureRandom();

    SealedKeys(SecretBox box) {
        this.box = box;
    }

    String presentId() {
        return box.presentId();
    }

    /** A new key, for {@link #ADD}. */
    Tuple fresh(UUID workspace, String purpose, int number) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        var sealed = box.sealed(key, place(workspace, purpose, number));
        return Tuple.of(workspace, purpose, number, sealed.keyId(), sealed.bytes());
    }

    byte[] opened(Row row) {
        return box.opened(new SecretBox.Sealed(row.getString("sealed_with"), row.getBuffer("sealed")), place(row));
    }

    /** The same key, sealed with the present key of the settings. */
    SecretBox.Sealed again(Row row) {
        return box.sealed(opened(row), place(row));
    }

    private static String place(Row row) {
        return place(
                row.getUUID("workspace_id"),
                row.getString("purpose"),
                Objects.requireNonNull(row.getInteger("number")));
    }

    private static String place(UUID workspace, String purpose, int number) {
        return "hash key " + workspace + ' ' + purpose + ' ' + number;
    }
}
