package dev.tollgate.webhooks.settlement;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;

/** Deliveries end a day before their rows are dropped: what is not settled by then has failed. */
public final class Expiry {

    /** Interval of the expiry. */
    public static final Duration EVERY = Duration.ofMinutes(1);

    /** Deliveries of one transaction. */
    static final int BATCH_MAX = 500;

    private static final Duration TIME_MAX = Duration.ofSeconds(30);
    private static final String EXPIRED = "expired";

    private static final String EXPIRE = """
            WITH c AS MATERIALIZED (
                SELECT w.event_id, w.endpoint_id, w.round FROM webhooks.delivery w
                 WHERE w.settled_at IS NULL AND w.event_id < webhooks.least_id($1)
                 LIMIT $2)
            UPDATE webhooks.delivery AS d
               SET status = 'failed', failure = 'expired', settled_at = now(), next_attempt_at = NULL,
                   lease_token = NULL, leased_until = NULL
              FROM c
             WHERE d.event_id = ANY (ARRAY(SELECT o.event_id FROM c o)) AND d.event_id = c.event_id AND d.endpoint_id = c.endpoint_id AND d.round = c.round
               AND d.event_id < webhooks.least_id($1) AND d.settled_at IS NULL
            RETURNING d.workspace_id, d.event_id, d.endpoint_id, d.round, d.id, d.tenant_id, d.event_type, d.attempt_count
            """;

    private final SettlementParts parts;
    private final DispatcherEvents events;
    private final Duration ageMax;

    /** @param daysKept days after which rows are dropped */
    public Expiry(SettlementParts parts, int daysKept) {
        this.parts = parts;
        this.events = new DispatcherEvents(parts.ids(), parts.clock(), parts.slices());
        this.ageMax = Duration.ofDays(daysKept - 1L);
    }

    /** Ends all that are too old. */
    public Future<Void> turn() {
        return FutureLoop.whileTrue(this::batch);
    }

    /** Completes with whether more may be too old. */
    private Future<Boolean> batch() {
        Set<Integer> slices = new HashSet<>();
        Database database = parts.database();
        return database.transaction(
                        RowSecurityContext.NONE,
                        parts.clock().instant().plus(TIME_MAX),
                        transaction -> expire(transaction, slices))
                .onSuccess(_ -> slices.forEach(parts.outbox()::wrote))
                .map(count -> count >= BATCH_MAX);
    }

    private Future<Integer> expire(Transaction transaction, Set<Integer> slices) {
        TransactionSettings.telling(transaction);
        var before = parts.clock().instant().minus(ageMax).atOffset(ZoneOffset.UTC);
        return transaction.query(EXPIRE, Tuple.of(before, BATCH_MAX)).map(rows -> {
            tell(transaction, rows, slices);
            return rows.size();
        });
    }

    private void tell(Transaction transaction, RowSet<Row> rows, Set<Integer> slices) {
        for (var row : rows) {
            if (DispatcherEvents.tells(row.getString("event_type"))) {
                var key = new LeasedDelivery.Key(
                        row.getUUID("workspace_id"),
                        row.getUUID("event_id"),
                        row.getUUID("endpoint_id"),
                        row.getUUID("round"));
                slices.add(events.failed(
                        transaction,
                        new DispatcherEvents.Failed(
                                key,
                                row.getUUID("id"),
                                row.getUUID("tenant_id"),
                                row.getString("event_type"),
                                row.getInteger("attempt_count"),
                                EXPIRED)));
            }
        }
    }
}
