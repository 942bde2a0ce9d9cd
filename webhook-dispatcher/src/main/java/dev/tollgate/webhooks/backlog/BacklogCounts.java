package dev.tollgate.webhooks.backlog;

import dev.tollgate.runtime.memory.LruMap;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries that wait, by workspace. Counted in the table when a workspace is first asked for, and again in the
 * background when that is old; between, what intake makes is added. So a count may be too high for {@link #AGE_MAX},
 * and hardly too low. That of an endpoint which sends meanwhile is made again before it is found too high. Used on one
 * event loop.
 */
public final class BacklogCounts {

    static final Duration AGE_MAX = Duration.ofSeconds(15);

    private static final Logger LOGGER = LoggerFactory.getLogger(BacklogCounts.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final int WORKSPACES_MAX = 1_000;

    /** The count of an endpoint is not made again so soon, unless much of it was added since. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Database database;
    private final InstantSource clock;
    private final BacklogLimits limits;
    private final Map<UUID, Backlog> known = new LruMap<>(WORKSPACES_MAX);

    /**
     * The deliveries that wait at one endpoint.
     *
     * @param added of them since they were counted
     */
    private record Waiting(long count, long added, long readNanos) {

        static Waiting counted(long count) {
            return new Waiting(count, 0, System.nanoTime());
        }

        Waiting plusOne() {
            return new Waiting(count + 1, added + 1, readNanos);
        }

        boolean isOld(long addedMax) {
            return added >= addedMax || System.nanoTime() - readNanos > AGAIN.toNanos();
        }
    }

    /** The deliveries that wait in one workspace. */
    private static final class Backlog {
        final Map<UUID, Waiting> byEndpoint = new HashMap<>();
        long all;
        long readNanos;
        boolean reading;

        void read(Map<UUID, Long> waiting) {
            byEndpoint.clear();
            waiting.forEach((endpoint, count) -> byEndpoint.put(endpoint, Waiting.counted(count)));
            all = waiting.values().stream().mapToLong(Long::longValue).sum();
            readNanos = System.nanoTime();
        }

        void read(UUID endpoint, long count) {
            all += count - at(endpoint);
            byEndpoint.put(endpoint, Waiting.counted(count));
        }

        long at(UUID endpoint) {
            var waiting = byEndpoint.get(endpoint);
            return waiting == null ? 0 : waiting.count();
        }

        void made(UUID endpoint) {
            byEndpoint.merge(endpoint, new Waiting(1, 1, readNanos), (before, _) -> before.plusOne());
            all++;
        }
    }

    /** The database in a role that sees all workspaces. */
    public BacklogCounts(Database database, InstantSource clock, BacklogLimits limits) {
        this.database = database;
        this.clock = clock;
        this.limits = limits;
    }

    /** Completes when this workspace has a count. */
    public Future<Void> known(Transaction transaction, UUID workspace) {
        var backlog = known.get(workspace);
        if (backlog == null) {
            return BacklogRows.byEndpoint(transaction, workspace, limits.endpointMax())
                    .map(waiting -> {
                        var counted = new Backlog();
                        counted.read(waiting);
                        known.put(workspace, counted);
                        return null;
                    });
        }
        if (!backlog.reading && System.nanoTime() - backlog.readNanos > AGE_MAX.toNanos()) {
            recount(workspace, backlog);
        }
        return Future.succeededFuture();
    }

    /**
     * Completes when the count of an endpoint that sends is enough to decide on so many more: it is made again if it
     * leaves no room for them and may be too high.
     */
    public Future<Void> sufficient(Transaction transaction, UUID workspace, UUID endpoint, int wanted) {
        var backlog = known.get(workspace);
        var waiting = backlog == null ? null : backlog.byEndpoint.get(endpoint);
        if (backlog == null
                || waiting == null
                || limits.room(waiting.count(), backlog.all) >= wanted
                || !waiting.isOld(limits.endpointMax() / 2L)) {
            return Future.succeededFuture();
        }
        return BacklogRows.atEndpoint(transaction, endpoint, limits.endpointMax())
                .map(count -> {
                    backlog.read(endpoint, count);
                    return null;
                });
    }

    /**
     * How many more may wait at an endpoint.
     *
     * @param added deliveries of the endpoint that are not counted yet
     * @param addedInWorkspace those of its workspace
     */
    public long room(UUID workspace, UUID endpoint, long added, long addedInWorkspace) {
        var backlog = known.get(workspace);
        long atEndpoint = backlog == null ? 0 : backlog.at(endpoint);
        long inWorkspace = backlog == null ? 0 : backlog.all;
        return limits.room(atEndpoint + added, inWorkspace + addedInWorkspace);
    }

    /** One more waits. */
    public void made(UUID workspace, UUID endpoint) {
        var backlog = known.get(workspace);
        if (backlog != null) {
            backlog.made(endpoint);
        }
    }

    private void recount(UUID workspace, Backlog backlog) {
        backlog.reading = true;
        database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), transaction -> {
                    TransactionSettings.taking(transaction);
                    return BacklogRows.byEndpoint(transaction, workspace, limits.endpointMax());
                })
                .onComplete(counted -> {
                    backlog.reading = false;
                    if (counted.succeeded()) {
                        backlog.read(counted.result());
                    } else {
                        LOGGER.atWarn()
                                .addKeyValue("workspaceId", workspace)
                                .addKeyValue(
                                        "reason", String.valueOf(counted.cause().getMessage()))
                                .log("failed to count waiting deliveries, will retry");
                    }
                });
    }
}
