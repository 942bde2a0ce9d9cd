package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.settlement.LostAccess;
import dev.tollgate.webhooks.settlement.SettlementParts;
import dev.tollgate.webhooks.subscription.Subscriptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses endpoints whose holder lost access: at once when notified or when an attempt shows it, else when the periodic
 * scan reaches the workspace. Used on one event loop.
 */
public final class HolderWatch {

    /** Interval at which {@link #ROUND_MAX} further workspaces are checked; an expiry sends no notification. */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** Workspaces of one round. */
    static final int ROUND_MAX = HolderChecker.ROUND_MAX;

    /** Holders that could not be looked up and are kept to be looked up again; those of others are found by rounds. */
    private static final int MISSED_MAX = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(HolderWatch.class);
    private static final UUID START = new UUID(0, 0);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final String HELD_BY = """
            SELECT DISTINCT workspace_id FROM webhooks.endpoint
             WHERE holder_id = ANY ($1) AND status = 'active' AND holder_kind NOT IN ('operator', 'workspace')
            """;

    private static final String PAGE = """
            SELECT DISTINCT workspace_id FROM webhooks.endpoint
             WHERE workspace_id > $1 AND status = 'active' AND holder_kind NOT IN ('operator', 'workspace')
             ORDER BY workspace_id LIMIT $2
            """;

    private final SettlementParts parts;
    private final Subscriptions subscriptions;
    private final HolderChecker checker;
    private final Set<String> missed = new HashSet<>();
    private final Backoff backoff = new Backoff();
    private UUID after = START;
    private boolean waiting;
    private boolean closed;

    HolderWatch(SettlementParts parts, LostAccess access, EndpointQueues queues, Subscriptions subscriptions) {
        this.parts = parts;
        this.subscriptions = subscriptions;
        this.checker = new HolderChecker(parts.vertx(), access, queues, subscriptions);
    }

    /** The rights of these credentials or members have changed. */
    public Future<Void> changed(Collection<String> holders) {
        return lookedUp(holders).onFailure(_ -> {
            // Nobody can say whose rights are remembered wrongly now.
            subscriptions.forgetAll();
            again(holders);
        });
    }

    /** Rights of holders in this workspace may have changed: their endpoints are read and checked again. */
    public void check(UUID workspace) {
        subscriptions.forget(workspace);
        checker.enqueue(workspace);
    }

    /** One round through all endpoints. */
    public Future<Void> turn() {
        return workspaces(PAGE, Tuple.of(after, ROUND_MAX))
                .onSuccess(rows -> {
                    after = START;
                    for (var row : rows) {
                        after = row.getUUID(0);
                        checker.enqueue(after);
                    }
                    if (rows.size() < ROUND_MAX) {
                        after = START;
                    }
                })
                .mapEmpty();
    }

    void close() {
        closed = true;
        checker.close();
    }

    private Future<Void> lookedUp(Collection<String> holders) {
        return workspaces(HELD_BY, Tuple.tuple().addArrayOfString(holders.toArray(String[]::new)))
                .onSuccess(rows -> {
                    backoff.reset();
                    rows.forEach(row -> check(row.getUUID(0)));
                })
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("holders", holders.size())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to look up webhooks of changed holders, will retry"))
                .mapEmpty();
    }

    private void again(Collection<String> holders) {
        if (missed.size() + holders.size() <= MISSED_MAX) {
            missed.addAll(holders);
        }
        if (!waiting) {
            waiting = true;
            parts.vertx().setTimer(backoff.nextMs(), _ -> repeat());
        }
    }

    private void repeat() {
        waiting = false;
        var holders = List.copyOf(missed);
        missed.clear();
        if (!closed && !holders.isEmpty()) {
            lookedUp(holders).onFailure(_ -> again(holders));
        }
    }

    private Future<RowSet<Row>> workspaces(String sql, Tuple arguments) {
        return parts.database()
                .transaction(
                        RowSecurityContext.NONE,
                        parts.clock().instant().plus(TIME_MAX),
                        transaction -> transaction.query(sql, arguments));
    }
}
