package dev.tollgate.webhooks.replay;

import static dev.tollgate.webhooks.replay.WebhookReplay.Status.DONE;
import static dev.tollgate.webhooks.replay.WebhookReplay.Status.FAILED;
import static dev.tollgate.webhooks.replay.WebhookReplay.Status.RUNNING;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import dev.tollgate.webhooks.backlog.BacklogRows;
import dev.tollgate.webhooks.history.DispatcherWakeup;
import dev.tollgate.webhooks.holder.HolderRights;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.replay.ReplayRows.Progress;
import dev.tollgate.webhooks.subscription.EventModules;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries replays out, a batch at a time. Tenants take turns, and so do a tenant's workspaces: a tenant has one step in
 * a {@link #PAUSE}, whatever the number of its replays. A step is one transaction that locks the replay: several
 * dispatchers share the work, and one that dies leaves a step done whole or not at all. A step that fails puts its
 * replay off, and the last of {@link #FAILURES_MAX} in a row ends it.
 */
public final class ReplayJob {

    /** Deliveries made in one step. */
    public static final int BATCH = 200;

    /** The least time between two steps of one tenant: with {@link #BATCH}, its rate is 1,000 a second at most. */
    public static final Duration PAUSE = Duration.ofMillis(200);

    /** Events looked at in one step, whether they match or not. */
    static final int LOOKED_MAX = 5_000;

    /** The most deliveries of one replay. */
    static final int MADE_MAX = 1_000_000;

    /** Steps that fail in a row until the replay has failed, after 18 minutes. */
    static final int FAILURES_MAX = 12;

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplayJob.class);
    private static final int STEPS_MAX = 8;
    private static final Duration STEP_MAX = Duration.ofSeconds(10);
    private static final Duration BACKLOG_PAUSE = Duration.ofSeconds(1);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);
    private static final Duration FAILURE_PAUSE_MAX = Duration.ofMinutes(5);

    private static final String INSERT = """
            INSERT INTO webhooks.delivery
                   (workspace_id, event_id, endpoint_id, round, id, tenant_id, event_type, request_id, trigger, status,
                    next_attempt_at, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'replay', 'pending', $9, $9)
            ON CONFLICT (event_id, endpoint_id, round) DO NOTHING
            """;

    private final Database database;
    private final IdSource ids;
    private final InstantSource clock;
    private final HolderRows holders;
    private final EventModules modules;

    /** The database in a role that sees all workspaces. */
    public ReplayJob(Database database, IdSource ids, InstantSource clock, HolderRows holders, EventModules modules) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.holders = holders;
        this.modules = modules;
    }

    /** A step of each tenant that has a replay, up to a few. */
    public Future<Void> turn() {
        return steps(STEPS_MAX);
    }

    private Future<Void> steps(int left) {
        return step().compose(stepped -> stepped && left > 1 ? steps(left - 1) : Future.succeededFuture());
    }

    /** One step of one replay; gives whether there was one to do. A step that failed is one, once that is recorded. */
    Future<Boolean> step() {
        var current = new AtomicReference<ClaimedReplay>();
        return transaction(tx -> {
                    TransactionSettings.taking(tx);
                    return ClaimedReplay.next(tx, PAUSE).compose(claimed -> {
                        claimed.ifPresent(current::set);
                        return claimed.isPresent()
                                ? stepped(tx, claimed.get()).map(true)
                                : Future.succeededFuture(false);
                    });
                })
                .recover(cause -> {
                    var replay = current.get();
                    return replay == null
                            ? Future.failedFuture(cause)
                            : failed(replay, cause).map(true);
                });
    }

    private Future<Void> failed(ClaimedReplay replay, Throwable cause) {
        return transaction(tx -> ReplayRows.failed(tx, replay, FAILURE_PAUSE, FAILURE_PAUSE_MAX, FAILURES_MAX))
                .onSuccess(status -> LOGGER.atWarn()
                        .addKeyValue("workspaceId", replay.workspace().text())
                        .addKeyValue("replayId", replay.id())
                        .addKeyValue("status", status)
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("webhook replay step failed"))
                .mapEmpty();
    }

    private <T> Future<T> transaction(Function<Transaction, Future<T>> body) {
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(STEP_MAX), body);
    }

    private Future<Void> stepped(Transaction tx, ClaimedReplay replay) {
        if (replay.gone()) {
            return ended(tx, replay, "endpoint_archived");
        }
        if (replay.made() >= MADE_MAX) {
            return ended(tx, replay, "too_many_events");
        }
        return readable(tx, replay)
                .compose(readable -> readable ? sendable(tx, replay) : ended(tx, replay, "holder_lost_access"));
    }

    private static Future<Void> ended(Transaction tx, ClaimedReplay replay, String failure) {
        return ReplayRows.stepped(tx, replay, new Progress(replay.position(), 0, FAILED, failure), PAUSE);
    }

    /** Whether who asked for it may still read all that it sends. */
    private Future<Boolean> readable(Transaction tx, ClaimedReplay replay) {
        var workspaceHolder = new HolderRows.WorkspaceHolder(replay.workspace().value(), replay.holder());
        var needed = replay.filter().types().stream().map(modules::scopeOf).collect(Collectors.toSet());
        return holders.rights(tx, Set.of(workspaceHolder))
                .map(rights -> rights.getOrDefault(workspaceHolder, HolderRights.NONE)
                        .missing(needed, clock.instant())
                        .isEmpty());
    }

    /** Adds nothing to many deliveries that are due, or wait. */
    private Future<Void> sendable(Transaction tx, ClaimedReplay replay) {
        var limits = BacklogLimits.DEFAULT;
        return BacklogRows.fewer(tx, replay.webhook().value(), limits.endpointMin(), limits.endpointMax())
                .compose(fewer -> fewer ? made(tx, replay) : ReplayRows.putOff(tx, replay, BACKLOG_PAUSE));
    }

    private Future<Void> made(Transaction tx, ClaimedReplay replay) {
        return replay.filter().next(tx, replay.position(), LOOKED_MAX, BATCH).compose(slice -> {
            var rows = deliveries(replay, slice.events());
            var position = slice.position() == null ? replay.position() : slice.position();
            var progress = new Progress(position, rows.size(), slice.ended() ? DONE : RUNNING, null);
            if (rows.isEmpty()) {
                return ReplayRows.stepped(tx, replay, progress, PAUSE);
            }
            DispatcherWakeup.endpoint(tx, replay.workspace(), replay.webhook());
            return tx.batch(INSERT, rows).compose(_ -> ReplayRows.stepped(tx, replay, progress, PAUSE));
        });
    }

    private List<Tuple> deliveries(ClaimedReplay replay, List<Row> events) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var rows = new ArrayList<Tuple>(events.size());
        for (var event : events) {
            rows.add(Tuple.of(
                            replay.workspace().value(),
                            event.getUUID("id"),
                            replay.webhook().value(),
                            replay.id())
                    .addUUID(ids.next())
                    .addUUID(event.getUUID("tenant_id"))
                    .addString(event.getString("type"))
                    .addUUID(event.getUUID("request_id"))
                    .addOffsetDateTime(now));
        }
        return rows;
    }
}
