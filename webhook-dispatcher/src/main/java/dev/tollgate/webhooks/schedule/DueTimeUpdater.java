package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures that the due time of an endpoint is no later than that of its deliveries. Runs after the commit that made
 * them due, in batches: a writer of deliveries never waits for the endpoint's row, and a claim that did not see them
 * yet cannot overwrite it. The {@link Sweep} finds updates that were lost with a process. Used on one event loop.
 */
public final class DueTimeUpdater {

    private static final Logger LOGGER = LoggerFactory.getLogger(DueTimeUpdater.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final int ENDPOINTS_MAX = 65_536;

    /** Number of due-time updates of an endpoint during a lease. */
    private static final int WATCHES_PER_LEASE = 4;

    /** Retry interval of a failed update. */
    private static final long AGAIN_MS = 100;

    /**
     * Waits for the row lock: a claim may write an older state than the delivery. Only behind an open breaker nothing
     * that is due changes anything, and such an endpoint may get a thousand deliveries per second.
     */
    private static final String LOOK = """
            UPDATE webhooks.endpoint_state AS s
               SET next_due = now() + make_interval(secs => t.pause)
              FROM (SELECT w.workspace_id, w.endpoint_id, u.pause
                      FROM unnest($1::uuid[], $2::uuid[], $3::float8[]) AS u (workspace_id, endpoint_id, pause)
                      JOIN webhooks.endpoint_state w USING (workspace_id, endpoint_id)
                     WHERE w.workspace_id = ANY ($1) AND w.endpoint_id = ANY ($2)
                       AND (w.next_due IS NULL OR w.breaker_until IS NULL)
                     ORDER BY w.workspace_id, w.endpoint_id FOR UPDATE OF w) AS t
             WHERE s.workspace_id = t.workspace_id AND s.endpoint_id = t.endpoint_id
               AND s.workspace_id = ANY ($1) AND s.endpoint_id = ANY ($2)
               AND (s.next_due IS NULL OR s.next_due > now() + make_interval(secs => t.pause))
               AND (s.next_due IS NULL OR s.breaker_until IS NULL AND NOT s.account_paused AND s.module_on)
            """;

    private record Endpoint(UUID workspace, UUID id) {}

    private final Vertx vertx;
    private final Database database;
    private final InstantSource clock;
    private final Claimer claimer;
    private final long leaseNanos;
    private final Duration lease;

    /** When something of each is due, by {@link System#nanoTime()}. */
    private final Map<Endpoint, Long> wanted = new HashMap<>();

    private final Map<UUID, Long> watchedSince = new HashMap<>();
    private boolean running;
    private boolean closed;

    DueTimeUpdater(Vertx vertx, Database database, DeliveryLimits limits, InstantSource clock, Claimer claimer) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.claimer = claimer;
        this.lease = limits.lease();
        this.leaseNanos = limits.lease().toNanos();
    }

    /** Something of this endpoint is due after a pause. */
    public void look(LeasedDelivery.Key key, Duration pause) {
        enqueue(new Endpoint(key.workspace(), key.endpoint()), System.nanoTime() + pause.toNanos());
        flushSoon();
    }

    /** Something of this endpoint was leased: should its owner die, it is due when the lease ends. */
    public void watch(LeasedDelivery.Key key) {
        long now = System.nanoTime();
        var since = watchedSince.get(key.endpoint());
        if (since == null || now - since > leaseNanos / WATCHES_PER_LEASE) {
            if (watchedSince.size() >= ENDPOINTS_MAX) {
                watchedSince.clear();
            }
            watchedSince.put(key.endpoint(), now);
            look(key, lease);
        }
    }

    /** A sweep finds what is not written by then. */
    void close() {
        closed = true;
    }

    private void flushSoon() {
        if (!running) {
            running = true;
            vertx.runOnContext(_ -> flush());
        }
    }

    private void flush() {
        if (wanted.isEmpty() || closed) {
            running = false;
            return;
        }
        Map<Endpoint, Long> looks = new HashMap<>(wanted);
        wanted.clear();
        long now = System.nanoTime();
        List<Endpoint> endpoints = new ArrayList<>(looks.keySet());
        List<Duration> pauses = looks.values().stream()
                .map(due -> Duration.ofNanos(Math.max(0, due - now)))
                .toList();
        write(endpoints, pauses)
                .onSuccess(changed -> wake(pauses, changed))
                .onFailure(cause -> LOGGER.atInfo()
                        .addKeyValue("endpoints", endpoints.size())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to update endpoint due times, will retry"))
                .onComplete(written -> {
                    if (written.succeeded()) {
                        flush();
                    } else {
                        looks.forEach(this::enqueue);
                        vertx.setTimer(AGAIN_MS, _ -> flush());
                    }
                });
    }

    private void enqueue(Endpoint endpoint, long dueNanos) {
        wanted.merge(endpoint, dueNanos, (one, other) -> one - other < 0 ? one : other);
    }

    /** Wakes the claims, unless the endpoints were due already and have woken them. */
    private void wake(List<Duration> pauses, int changed) {
        pauses.stream()
                .min(Duration::compareTo)
                .filter(pause -> changed > 0 || pause.isPositive())
                .ifPresent(claimer::wake);
    }

    /** Returns the number of endpoints whose due time is earlier now. */
    private Future<Integer> write(List<Endpoint> endpoints, List<Duration> pauses) {
        var arguments = Tuple.tuple()
                .addArrayOfUUID(endpoints.stream().map(Endpoint::workspace).toArray(UUID[]::new))
                .addArrayOfUUID(endpoints.stream().map(Endpoint::id).toArray(UUID[]::new))
                .addValue(pauses.stream().map(pause -> pause.toNanos() / 1e9).toArray(Double[]::new));
        return database.transaction(
                RowSecurityContext.NONE,
                clock.instant().plus(TIME_MAX),
                transaction -> transaction.query(LOOK, arguments).map(rows -> rows.rowCount()));
    }
}
