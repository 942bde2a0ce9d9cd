package dev.tollgate.webhooks.replay;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.DispatcherWakeup;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.holder.HolderRights;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.subscription.EventModules;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries replays out, a batch at a time, the one that has waited longest first. A step is one transaction that locks
 * the replay: several dispatchers share the work, and one that dies leaves a step done whole or not at all.
 */
public final class ReplayJob {

    /** Deliveries made in one step. */
    public static final int BATCH = 200;

    /** The least time between two steps of one replay: with {@link #BATCH}, its rate is 1,000 a second at most. */
    public static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration STEP_MAX = Duration.ofSeconds(10);

    private static final String CLAIM = """
            SELECT r.workspace_id, r.id, r.webhook_id, r.types, r."from", r."to", r.delivery_status, r.position, e.status,
                   r.holder_kind, r.holder_id
              FROM webhooks.replay r
              JOIN webhooks.endpoint e ON e.workspace_id = r.workspace_id AND e.id = r.webhook_id
             WHERE r.status = 'running' AND r.stepped_at <= now() - $1::bigint * interval '1 millisecond'
             ORDER BY r.stepped_at
             LIMIT 1
               FOR UPDATE OF r SKIP LOCKED
            """;

    private static final String INSERT = """
            INSERT INTO webhooks.delivery
                   (workspace_id, event_id, endpoint_id, round, id, tenant_id, event_type, request_id, trigger, status,
                    next_attempt_at, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'replay', 'pending', $9, $9)
            ON CONFLICT (event_id, endpoint_id, round) DO NOTHING
            """;

    private static final String STEPPED = """
            UPDATE webhooks.replay
               SET position = $3, made = made + $4, stepped_at = now(), updated_at = now(), version = version + 1,
                   status = $5, finished_at = CASE WHEN $5 = 'running' THEN NULL ELSE now() END, failure = $6
             WHERE workspace_id = $1 AND id = $2
            """;

    /** A replay this step is about. */
    private record Claimed(
            WorkspaceId workspace,
            UUID id,
            WebhookId webhook,
            EventFilter filter,
            @Nullable UUID position,
            boolean gone,
            Holder holder) {

        static Claimed of(Row row) {
            var workspace = new WorkspaceId(row.getUUID("workspace_id"));
            var webhook = new WebhookId(row.getUUID("webhook_id"));
            var status = row.getString("delivery_status");
            return new Claimed(
                    workspace,
                    row.getUUID("id"),
                    webhook,
                    new EventFilter(
                            workspace,
                            webhook,
                            List.of(row.getArrayOfStrings("types")),
                            row.getOffsetDateTime("from").toInstant(),
                            row.getOffsetDateTime("to").toInstant(),
                            status == null ? null : WebhookDelivery.Status.valueOf(status.toUpperCase(Locale.ROOT))),
                    row.getUUID("position"),
                    row.getString("status").equals("archived"),
                    Holder.of(row));
        }
    }

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

    /** One step of one replay; gives whether there was one to do. */
    public Future<Boolean> step() {
        return database.transaction(
                RowSecurityContext.NONE,
                clock.instant().plus(STEP_MAX),
                tx -> tx.query(CLAIM, Tuple.of(PAUSE.toMillis())).compose(rows -> {
                    var claimed = rows.iterator();
                    return claimed.hasNext()
                            ? stepped(tx, Claimed.of(claimed.next())).map(true)
                            : Future.succeededFuture(false);
                }));
    }

    private Future<Void> stepped(Transaction tx, Claimed replay) {
        if (replay.gone()) {
            return advanced(tx, replay, replay.position(), 0, "failed", "endpoint_archived");
        }
        return readable(tx, replay)
                .compose(readable -> readable
                        ? made(tx, replay)
                        : advanced(tx, replay, replay.position(), 0, "failed", "holder_lost_access"));
    }

    /** Whether who asked for it may still read all that it sends. */
    private Future<Boolean> readable(Transaction tx, Claimed replay) {
        var workspaceHolder = new HolderRows.WorkspaceHolder(replay.workspace().value(), replay.holder());
        var needed = replay.filter().types().stream().map(modules::scopeOf).collect(Collectors.toSet());
        return holders.rights(tx, Set.of(workspaceHolder))
                .map(rights -> rights.getOrDefault(workspaceHolder, HolderRights.NONE)
                        .missing(needed, clock.instant())
                        .isEmpty());
    }

    private Future<Void> made(Transaction tx, Claimed replay) {
        return replay.filter().next(tx, replay.position(), BATCH).compose(events -> {
            var rows = deliveries(replay, events);
            if (rows.isEmpty()) {
                return advanced(tx, replay, replay.position(), 0, "done", null);
            }
            DispatcherWakeup.endpoint(tx, replay.workspace(), replay.webhook());
            var last = rows.getLast().getUUID(1);
            return tx.batch(INSERT, rows)
                    .compose(_ ->
                            advanced(tx, replay, last, rows.size(), rows.size() < BATCH ? "done" : "running", null));
        });
    }

    private List<Tuple> deliveries(Claimed replay, RowSet<Row> events) {
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

    private static Future<Void> advanced(
            Transaction tx,
            Claimed replay,
            @Nullable UUID position,
            int made,
            String status,
            @Nullable String failure) {
        return tx.query(
                        STEPPED,
                        Tuple.of(replay.workspace().value(), replay.id())
                                .addUUID(position)
                                .addInteger(made)
                                .addString(status)
                                .addString(failure))
                .mapEmpty();
    }
}
