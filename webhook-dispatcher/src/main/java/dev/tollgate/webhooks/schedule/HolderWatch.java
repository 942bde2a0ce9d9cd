package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.webhooks.settlement.LostAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that endpoints whose holder lost access are paused: at once where somebody says that a holder changed or
 * an attempt shows it, else within a round. Used on one event loop.
 */
public final class HolderWatch {

    /** How often it looks at endpoints nobody has spoken of; an expiry is told by nobody. */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** Workspaces of one round. */
    static final int ROUND_MAX = 100;

    private static final Logger LOGGER = LoggerFactory.getLogger(HolderWatch.class);
    private static final UUID START = new UUID(0, 0);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    /** After which workspaces that could not be judged are judged again. */
    private static final long AGAIN_MS = 250;

    private static final String HELD_BY = """
            SELECT DISTINCT workspace_id FROM webhooks.endpoint
             WHERE holder_id = ANY ($1) AND status = 'active' AND holder_kind NOT IN ('operator', 'workspace')
            """;

    private static final String PAGE = """
            SELECT DISTINCT workspace_id FROM webhooks.endpoint
             WHERE workspace_id > $1 AND status = 'active' AND holder_kind NOT IN ('operator', 'workspace')
             ORDER BY workspace_id LIMIT $2
            """;

    private final Vertx vertx;
    private final Database database;
    private final InstantSource clock;
    private final LostAccess access;
    private final Lines lines;
    private final Consumer<UUID> forget;
    private final Set<UUID> wanted = new HashSet<>();
    private UUID after = START;
    private boolean running;
    private boolean closed;

    /** @param forget told of each workspace whose endpoints are to be read anew */
    HolderWatch(
            Vertx vertx,
            Database database,
            InstantSource clock,
            LostAccess access,
            Lines lines,
            Consumer<UUID> forget) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.access = access;
        this.lines = lines;
        this.forget = forget;
    }

    /** What these credentials or members may do has changed. */
    public Future<Void> changed(Collection<String> holders) {
        return workspaces(HELD_BY, Tuple.tuple().addArrayOfString(holders.toArray(String[]::new)))
                .onSuccess(rows -> rows.forEach(row -> check(row.getUUID(0))))
                .onFailure(HolderWatch::failed)
                .mapEmpty();
    }

    /** What holders in this workspace may do has changed, or may have: their endpoints are read and judged anew. */
    public void check(UUID workspace) {
        forget.accept(workspace);
        want(workspace);
    }

    /** One round through all endpoints. */
    public Future<Void> turn() {
        return workspaces(PAGE, Tuple.of(after, ROUND_MAX))
                .onSuccess(rows -> {
                    after = START;
                    for (var row : rows) {
                        after = row.getUUID(0);
                        want(after);
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

    private void want(UUID workspace) {
        wanted.add(workspace);
        if (!running) {
            running = true;
            vertx.runOnContext(_ -> judge());
        }
    }

    private Future<RowSet<Row>> workspaces(String sql, Tuple arguments) {
        return database.transaction(
                Session.NONE, clock.instant().plus(TIME_MAX), transaction -> transaction.query(sql, arguments));
    }

    private void judge() {
        if (wanted.isEmpty() || closed) {
            running = false;
            return;
        }
        Set<UUID> workspaces = wanted.stream().limit(ROUND_MAX).collect(Collectors.toUnmodifiableSet());
        wanted.removeAll(workspaces);
        access.pause(workspaces)
                .onSuccess(paused -> {
                    if (!paused.isEmpty()) {
                        workspaces.forEach(forget);
                        paused.forEach(endpoint -> lines.hold(endpoint, line -> line.stopped = true));
                    }
                    judge();
                })
                .onFailure(cause -> {
                    failed(cause);
                    wanted.addAll(workspaces);
                    vertx.setTimer(AGAIN_MS, _ -> judge());
                });
    }

    private static void failed(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to judge the holders of webhooks, will retry");
    }
}
