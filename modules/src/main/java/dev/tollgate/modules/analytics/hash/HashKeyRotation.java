package dev.tollgate.modules.analytics.hash;

import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives workspaces a new key for values, and seals keys with the present key of the settings. For operators. */
public final class HashKeyRotation {

    /** Workspaces, or keys, of one transaction. */
    static final int STEP_MAX = 500;

    private static final UUID FIRST = new UUID(0, 0);
    private static final Duration STEP_TIME_MAX = Duration.ofSeconds(20);

    private static final String NEWEST = """
            SELECT workspace_id, max(number) AS number FROM analytics.hash_key
             WHERE purpose = 'pii' AND workspace_id > $1 AND ($2::uuid IS NULL OR workspace_id = $2)
             GROUP BY workspace_id
             ORDER BY workspace_id
             LIMIT $3
            """;

    private static final String OLD = """
            SELECT id, workspace_id, purpose, number, sealed_with, sealed FROM analytics.hash_key
             WHERE sealed_with <> $1
             ORDER BY workspace_id, id
             LIMIT $2
               FOR UPDATE
            """;

    private static final String SEAL =
            "UPDATE analytics.hash_key SET sealed_with = $3, sealed = $4 WHERE workspace_id = $1 AND id = $2";

    private final Database database;
    private final SealedKeys keys;
    private final InstantSource clock;

    public HashKeyRotation(Database database, SecretBox box, InstantSource clock) {
        this.database = database;
        this.keys = new SealedKeys(box);
        this.clock = clock;
    }

    /**
     * Adds a key to each workspace that has one, from now on used for values that are stored; the keys before it are
     * kept for queries. The key of actors stays.
     *
     * @return how many workspaces have a new key
     */
    public Future<Integer> rotateAll() {
        return rotated(null);
    }

    /** The same for one workspace. */
    public Future<Integer> rotate(UUID workspace) {
        return rotated(workspace);
    }

    private Future<Integer> rotated(@Nullable UUID workspace) {
        var done = new AtomicInteger();
        return FutureLoop.<UUID>pages(after -> page(workspace, after == null ? FIRST : after, done))
                .map(_ -> done.get());
    }

    /** Completes with the last workspace of a whole page. */
    private Future<@Nullable UUID> page(@Nullable UUID workspace, UUID after, AtomicInteger done) {
        return step(transaction -> transaction
                        .query(NEWEST, Tuple.of(after).addValue(workspace).addValue(STEP_MAX))
                        .map(rows -> {
                            rows.forEach(row -> add(transaction, row));
                            return rows;
                        }))
                .map(rows -> {
                    done.addAndGet(rows.size());
                    return rows.size() < STEP_MAX ? null : last(rows);
                });
    }

    private void add(Transaction transaction, Row newest) {
        int number = Objects.requireNonNull(newest.getInteger("number")) + 1;
        var _ = transaction.query(SealedKeys.ADD, keys.fresh(newest.getUUID("workspace_id"), SealedKeys.PII, number));
    }

    private static UUID last(RowSet<Row> rows) {
        UUID last = null;
        for (var row : rows) {
            last = row.getUUID("workspace_id");
        }
        return Objects.requireNonNull(last);
    }

    /** Seals every key that is sealed with a former key of the settings; how many those were. */
    public Future<Integer> reseal() {
        return FutureLoop.untilLessThan(
                STEP_MAX,
                () -> step(transaction -> transaction
                                .query(OLD, Tuple.of(keys.presentId(), STEP_MAX))
                                .map(rows -> {
                                    rows.forEach(row -> seal(transaction, row));
                                    return rows;
                                }))
                        .map(SqlResult::size));
    }

    private void seal(Transaction transaction, Row row) {
        var sealed = keys.again(row);
        var _ = transaction.query(
                SEAL, Tuple.of(row.getUUID("workspace_id"), row.getUUID("id"), sealed.keyId(), sealed.bytes()));
    }

    private Future<RowSet<Row>> step(Function<Transaction, Future<RowSet<Row>>> body) {
        return database.transaction(
                RowSecurityContext.INSTALLATION, clock.instant().plus(STEP_TIME_MAX), body);
    }
}
