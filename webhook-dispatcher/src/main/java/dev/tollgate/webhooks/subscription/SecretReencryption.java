package dev.tollgate.webhooks.subscription;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Re-encrypts secrets under the current key, so that a former key can be removed from the settings. A batch is one
 * transaction; several dispatchers share the work.
 */
public final class SecretReencryption {

    /** Keys re-encrypted in one transaction. */
    static final int BATCH = 100;

    private static final Logger LOGGER = LoggerFactory.getLogger(SecretReencryption.class);
    private static final Duration STEP_MAX = Duration.ofSeconds(10);

    private static final String UNDER_FORMER = """
            SELECT workspace_id, endpoint_id, id, key_id, sealed
              FROM webhooks.signing_key
             WHERE key_id <> $1 AND key_id = ANY ($2)
             LIMIT $3
               FOR UPDATE SKIP LOCKED
            """;

    private static final String RESEAL = """
            UPDATE webhooks.signing_key SET key_id = $4, sealed = $5 WHERE workspace_id = $1 AND endpoint_id = $2 AND id = $3
            """;

    private static final String LEFT = """
            SELECT count(*) FROM webhooks.signing_key WHERE key_id <> $1
            """;

    private final Database database;
    private final SecretBox box;
    private final InstantSource clock;

    /** The database in a role that sees all workspaces. */
    public SecretReencryption(Database database, SecretBox box, InstantSource clock) {
        this.database = database;
        this.box = box;
        this.clock = clock;
    }

    /** One batch; returns the number of re-encrypted secrets, 0 when done. */
    public Future<Integer> step() {
        return batch().compose(resealed -> resealed == 0
                ? Future.succeededFuture(0)
                : left().onSuccess(left -> LOGGER.atInfo()
                                .addKeyValue("resealed", resealed)
                                .addKeyValue("left", left)
                                .log("webhook secrets re-encrypted with current key"))
                        .map(resealed));
    }

    private Future<Integer> batch() {
        return database.transaction(
                RowSecurityContext.NONE,
                clock.instant().plus(STEP_MAX),
                tx -> tx.query(
                                UNDER_FORMER,
                                Tuple.of(box.presentId())
                                        .addArrayOfString(box.keyIds().toArray(String[]::new))
                                        .addInteger(BATCH))
                        .compose(rows -> resealed(tx, rows)));
    }

    /** Keys that are not under the present one yet: at 0 a former key can go. */
    private Future<Long> left() {
        return database.read(RowSecurityContext.NONE, LEFT, Tuple.of(box.presentId()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Future<Integer> resealed(Transaction tx, RowSet<Row> rows) {
        var updates = new ArrayList<Tuple>(rows.size());
        for (var row : rows) {
            var place = SigningKeys.place(
                    new WorkspaceId(row.getUUID("workspace_id")), row.getUUID("endpoint_id"), row.getUUID("id"));
            var sealed = box.sealed(box.opened(SigningKeys.sealed(row), place), place);
            updates.add(Tuple.of(row.getUUID("workspace_id"), row.getUUID("endpoint_id"), row.getUUID("id"))
                    .addString(sealed.keyId())
                    .addBuffer(sealed.bytes()));
        }
        return updates.isEmpty()
                ? Future.succeededFuture(0)
                : tx.batch(RESEAL, updates).map(updates.size());
    }
}
