package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.Backoff;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses endpoints whose holder lost access: at once when notified or when an attempt shows it, else when the periodic
 * scan reaches the workspace. Workspaces are checked a batch at a time. A failed batch goes to the end of the queue and
 * is split in half; a single workspace that fails waits for its next round. Used on one event loop.
 */
public final class HolderWatch {

    /** Interval at which {@link #ROUND_MAX} further workspaces are checked; an expiry sends no notification. */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** Workspaces of one round, and of one batch. */
    static final int ROUND_MAX = 100;

    /** Workspaces that wait; what finds no room is found by a round. */
    private static final int WANTED_MAX = 10_000;

    /** Holders that could not be looked up and are kept to be looked up again; those of others are found by rounds. */
    private static final int MISSED_MAX = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(HolderWatch.class);
    private static final UUID START = new UUID(0, 0);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(250);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

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
    private final LostAccess access;
    private final EndpointQueues queues;
    private final Set<String> missed = new HashSet<>();
    private final Set<UUID> wanted = new LinkedHashSet<>();
    private final Backoff backoff = new Backoff(PAUSE_FIRST, PAUSE_MAX);
    private UUID after = START;
    private int batch = ROUND_MAX;
    private boolean running;
    private boolean closed;

    HolderWatch(SettlementParts parts, LostAccess access, EndpointQueues queues, Subscriptions subscriptions) {
        this.parts = parts;
        this.subscriptions = subscriptions;
        this.access = access;
        this.queues = queues;
    }

    /** The rights of these credentials or members have changed. */
    public Future<Void> changed(Collection<String> holders) {
        return lookedUp(holders).onFailure(_ -> {
            // Nobody can say whose rights are remembered wrongly now.
            subscriptions.forgetAll();
            if (missed.size() + holders.size() <= MISSED_MAX) {
                missed.addAll(holders);
            }
            start(backoff.nextMs());
        });
    }

    /** Rights of holders in this workspace may have changed: their endpoints are read and checked again. */
    public void check(UUID workspace) {
        subscriptions.forget(workspace);
        enqueue(workspace);
    }

    /** One round through all endpoints. */
    public Future<Void> turn() {
        return workspaces(PAGE, Tuple.of(after, ROUND_MAX))
                .onSuccess(rows -> {
                    after = START;
                    for (var row : rows) {
                        after = row.getUUID(0);
                        enqueue(after);
                    }
                    if (rows.size() < ROUND_MAX) {
                        after = START;
                    }
                })
                .mapEmpty();
    }

    void close() {
        closed = true;
    }

    private Future<Void> lookedUp(Collection<String> holders) {
        return workspaces(HELD_BY, Tuple.tuple().addArrayOfString(holders.toArray(String[]::new)))
                .onSuccess(rows -> rows.forEach(row -> check(row.getUUID(0))))
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("holders", holders.size())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to look up webhooks of changed holders, will retry"))
                .mapEmpty();
    }

    private void enqueue(UUID workspace) {
        if (wanted.size() < WANTED_MAX) {
            wanted.add(workspace);
        }
        start(0);
    }

    private void start(long pauseMs) {
        if (!running) {
            running = true;
            later(pauseMs);
        }
    }

    private void later(long pauseMs) {
        if (pauseMs == 0) {
            parts.vertx().runOnContext(_ -> step());
        } else {
            parts.vertx().setTimer(pauseMs, _ -> step());
        }
    }

    /** Looks up missed holders again and checks a batch of workspaces, until nothing is left. */
    private void step() {
        if (closed || (missed.isEmpty() && wanted.isEmpty())) {
            running = false;
            return;
        }
        Future.join(missedLookedUp(), batchChecked()).onComplete(done -> {
            if (done.succeeded()) {
                backoff.reset();
                step();
            } else {
                later(backoff.nextMs());
            }
        });
    }

    private Future<?> missedLookedUp() {
        if (missed.isEmpty()) {
            return Future.succeededFuture();
        }
        var holders = List.copyOf(missed);
        missed.clear();
        return lookedUp(holders).onFailure(_ -> missed.addAll(holders));
    }

    private Future<?> batchChecked() {
        if (wanted.isEmpty()) {
            return Future.succeededFuture();
        }
        Set<UUID> workspaces = wanted.stream().limit(batch).collect(Collectors.toUnmodifiableSet());
        wanted.removeAll(workspaces);
        return access.pause(workspaces).onSuccess(this::paused).onFailure(cause -> failed(workspaces, cause));
    }

    private void paused(List<LostAccess.Paused> paused) {
        batch = Math.min(2 * batch, ROUND_MAX);
        for (var one : paused) {
            subscriptions.forget(one.workspace());
            queues.hold(one.endpoint(), queue -> queue.stopped = true);
        }
    }

    private void failed(Set<UUID> workspaces, Throwable cause) {
        boolean alone = workspaces.size() == 1;
        batch = Math.max(1, workspaces.size() / 2);
        if (!alone) {
            wanted.addAll(workspaces);
        }
        LOGGER.atWarn()
                .addKeyValue("workspaces", workspaces.size())
                .addKeyValue("workspace", workspaces.iterator().next())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log(
                        alone
                                ? "failed to check webhook holders of workspace, will retry"
                                : "failed to check webhook holders, will retry in smaller batches");
    }

    private Future<RowSet<Row>> workspaces(String sql, Tuple arguments) {
        return parts.database()
                .transaction(
                        RowSecurityContext.NONE,
                        parts.clock().instant().plus(TIME_MAX),
                        transaction -> transaction.query(sql, arguments));
    }
}
