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
 * and hardly too low. Used on one event loop.
 */
public final class BacklogCounts {

    static final Duration AGE_MAX = Duration.ofSeconds(15);

    private static final Logger LOGGER = LoggerFactory.getLogger(BacklogCounts.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final int WORKSPACES_MAX = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final BacklogLimits limits;
    private final Map<UUID, Backlog> known = new LruMap<>(WORKSPACES_MAX);

    /** The deliveries that wait in one workspace. */
    private static final class Backlog {
        final Map<UUID, Long> byEndpoint = new HashMap<>();
        long all;
        long readNanos;
        boolean reading;

        void read(Map<UUID, Long> waiting) {
            byEndpoint.clear();
            byEndpoint.putAll(waiting);
            all = waiting.values().stream().mapToLong(Long::longValue).sum();
            readNanos = System.nanoTime();
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
     * How many more may wait at an endpoint.
     *
     * @param added deliveries of the endpoint that are not counted yet
     * @param addedInWorkspace those of its workspace
     */
    public long room(UUID workspace, UUID endpoint, long added, long addedInWorkspace) {
        var backlog = known.get(workspace);
        long atEndpoint = backlog == null ? 0 : backlog.byEndpoint.getOrDefault(endpoint, 0L);
        long inWorkspace = backlog == null ? 0 : backlog.all;
        return limits.room(atEndpoint + added, inWorkspace + addedInWorkspace);
    }

    /** One more waits. */
    public void made(UUID workspace, UUID endpoint) {
        var backlog = known.get(workspace);
        if (backlog != null) {
            backlog.byEndpoint.merge(endpoint, 1L, Long::sum);
            backlog.all++;
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
