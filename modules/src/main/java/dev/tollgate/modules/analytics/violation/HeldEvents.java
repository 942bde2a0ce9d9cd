package dev.tollgate.modules.analytics.violation;

import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.modules.tracked.HeldChecks;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events in quarantine of one violation, in one transaction. */
record HeldEvents(Transaction transaction, UUID workspace, ViolationId violation) {

    /** How long an event is held. */
    static final Duration KEPT = Duration.ofDays(30);

    /** Events of one step of a release. */
    static final int STEP_MAX = 200;

    /** Expired events that one run deletes. */
    static final int EXPIRED_MAX = 5_000;

    private static final String DISCARD =
            "DELETE FROM analytics.held_event WHERE workspace_id = $1 AND violation_id = $2";

    private static final String EXPIRE = """
            DELETE FROM analytics.held_event
             WHERE workspace_id = $1 AND id = ANY (ARRAY(
                   SELECT id FROM analytics.held_event
                    WHERE workspace_id = $1 AND violation_id = $2 AND held_at <= $3
                    ORDER BY held_at
                    LIMIT $4))
            """;

    private static final String REMAINING = """
            SELECT count(*) AS held, min(held_at) AS oldest FROM analytics.held_event
             WHERE workspace_id = $1 AND violation_id = $2
            """;

    private static final String STEP = """
            SELECT id, name, occurred_at, event_id, actor, properties, checks FROM analytics.held_event
             WHERE workspace_id = $1 AND violation_id = $2 AND ($3::uuid IS NULL OR id > $3)
             ORDER BY id
             LIMIT $4
               FOR UPDATE
            """;

    private static final String DELETE = "DELETE FROM analytics.held_event WHERE workspace_id = $1 AND id = ANY ($2)";

    private static final String TAKE_DELTAS = """
            WITH gone AS (
                DELETE FROM analytics.violation_delta WHERE workspace_id = $1 AND violation_id = $2
                RETURNING count, seen_at)
            SELECT COALESCE(sum(count), 0)::bigint AS count, max(seen_at) AS seen_at FROM gone
            """;

    /**
     * A held event.
     *
     * @param event its index is its place in the step
     */
    record Held(UUID id, HashedEvent event, HeldChecks checks) {}

    /**
     * What is held.
     *
     * @param oldest when the oldest was held; null for none
     */
    record HeldCount(long held, @Nullable Instant oldest) {}

    /**
     * Counts that calls have left beside the violation, and that are taken away by this.
     *
     * @param seenAt null for none
     */
    record Delta(long count, @Nullable Instant seenAt) {}

    private Tuple key() {
        return Tuple.of(workspace, violation.value());
    }

    void discard() {
        var _ = transaction.query(DISCARD, key());
    }

    void expire(Instant now) {
        var _ = transaction.query(
                EXPIRE, key().addValue(now.minus(KEPT).atOffset(ZoneOffset.UTC)).addValue(EXPIRED_MAX));
    }

    Future<HeldCount> remaining() {
        return transaction.query(REMAINING, key()).map(rows -> {
            var row = rows.iterator().next();
            return new HeldCount(row.getLong("held"), TimeColumn.read(row, "oldest"));
        });
    }

    Future<Delta> takeDeltas() {
        return transaction.query(TAKE_DELTAS, key()).map(rows -> {
            var row = rows.iterator().next();
            return new Delta(row.getLong("count"), TimeColumn.read(row, "seen_at"));
        });
    }

    Future<List<Held>> step(@Nullable UUID after) {
        return transaction.query(STEP, key().addValue(after).addValue(STEP_MAX)).map(HeldEvents::read);
    }

    private static List<Held> read(RowSet<Row> rows) {
        var held = new ArrayList<Held>();
        for (var row : rows) {
            var event = new HashedEvent(
                    held.size(),
                    row.getString("name"),
                    row.getOffsetDateTime("occurred_at").toInstant(),
                    row.getUUID("event_id"),
                    row.getUUID("actor"),
                    0,
                    row.getJsonObject("properties"));
            held.add(new Held(
                    row.getUUID("id"),
                    event,
                    Json.read(row.getJsonObject("checks").encode(), HeldChecks.class)));
        }
        return held;
    }

    void delete(List<UUID> ids) {
        if (!ids.isEmpty()) {
            var _ = transaction.query(DELETE, Tuple.of(workspace).addValue(ids.toArray(UUID[]::new)));
        }
    }
}
