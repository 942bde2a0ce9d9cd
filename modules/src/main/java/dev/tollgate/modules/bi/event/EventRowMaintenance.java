package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.bi.cell.CellFill;
import dev.tollgate.modules.bi.cell.CubeReset;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.bi.name.EventNames;
import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.modules.tracked.EventMaintenance;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the event store does for Analytics Governance. One per event loop. */
public final class EventRowMaintenance implements EventMaintenance {

    /** Rows that one step of a rewrite looks at. */
    static final int STEP_ROWS_MAX = 4_000;

    /** A position among pending calls begins with it. */
    static final String PENDING = "pending ";

    /**
     * Of a page those rows that have something to hash, up to the first beyond the bytes of a step; behind them the end
     * of the page without properties, with the rows of the page and how many of them are left.
     */
    private static final String ROWS = """
            WITH page AS MATERIALIZED (
                SELECT e.occurred_at, e.key, e.props FROM bi.event e
                 WHERE e.workspace_id = $1 AND e.name_no = $2
                   AND ($3::timestamptz IS NULL OR e.occurred_at >= $3 AND (e.occurred_at, e.key) > ($3, $4::uuid))
                 ORDER BY e.occurred_at, e.key LIMIT $5
            ), clear AS MATERIALIZED (
                SELECT c.occurred_at, c.key, c.props,
                       COALESCE(sum(octet_length(c.props)) OVER (ORDER BY c.occurred_at, c.key
                                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
                  FROM (SELECT p.occurred_at, p.key, p.props::text AS props FROM page p
                         WHERE EXISTS (SELECT FROM unnest($6::text[], $7::text[]) AS h (name, hashed)
                                        WHERE p.props ->> h.name !~ h.hashed)) c
            )
            SELECT c.occurred_at, c.key, c.props, NULL::bigint AS looked, NULL::bigint AS left_out FROM clear c
             WHERE c.before <= $8
             UNION ALL
            (SELECT p.occurred_at, p.key, NULL, (SELECT count(*) FROM page),
                    (SELECT count(*) FROM clear c WHERE c.before > $8)
               FROM page p ORDER BY p.occurred_at DESC, p.key DESC LIMIT 1)
             ORDER BY looked NULLS FIRST, occurred_at, key
            """;

    private static final String REWRITE = """
            UPDATE bi.event AS e SET props = u.props::jsonb
              FROM unnest($2::timestamptz[], $3::uuid[], $4::text[]) AS u (at, key, props)
             WHERE e.workspace_id = $1 AND e.occurred_at = u.at AND e.key = u.key
            """;

    /** The last row of a step. */
    private record End(OffsetDateTime at, UUID key) {

        static End of(Row row) {
            return new End(row.getOffsetDateTime("occurred_at"), row.getUUID("key"));
        }

        static End of(String text) {
            int slash = text.indexOf('/');
            return new End(OffsetDateTime.parse(text.substring(0, slash)), UUID.fromString(text.substring(slash + 1)));
        }

        String text() {
            return at + "/" + key;
        }
    }

    private final EventStore store;
    private final Jobs jobs;

    public EventRowMaintenance(ModuleContext context) {
        this.store = new EventStore(context);
        this.jobs = context.jobs();
    }

    @Override
    public Future<Set<Integer>> release(Transaction transaction, Call<?> call, List<HashedEvent> events) {
        var names = events.stream().map(HashedEvent::name).collect(Collectors.toSet());
        var oldest = call.facts().time().minus(EventLimits.RETENTION);
        return EventNames.find(transaction, call, names).compose(found -> {
            var places = new ArrayList<Integer>();
            for (int place = 0; place < events.size(); place++) {
                var event = events.get(place);
                if (!event.occurredAt().isBefore(oldest) && !found.unnamed().contains(event.name())) {
                    places.add(place);
                }
            }
            return store.append(
                            transaction, call, places.stream().map(events::get).toList(), found.known())
                    .map(_ -> Set.copyOf(places));
        });
    }

    @Override
    public Future<Step> rewrite(Transaction transaction, Call<?> call, Rewrite rewrite, @Nullable String after) {
        var workspace = call.caller().workspaceId();
        return EventNames.find(transaction, call, Set.of(rewrite.name())).compose(found -> {
            var name = EventName.of(found.known(), rewrite.name());
            if (name.isNew()) {
                return Future.succeededFuture(Step.LAST);
            }
            return step(transaction, workspace, name.no(), rewrite, after).onSuccess(step -> {
                if (step.isLast()) {
                    CellFill.begin(transaction, call, jobs, rewrite.name());
                }
            });
        });
    }

    /**
     * One step: a page of what is pending, or rows. Cells follow the last page: what was pending before its page came
     * is in them by then.
     */
    private static Future<Step> step(
            Transaction transaction, WorkspaceId workspace, int nameNo, Rewrite rewrite, @Nullable String after) {
        if (after != null && !after.startsWith(PENDING)) {
            return rows(transaction, workspace, nameNo, rewrite, after);
        }
        var page = after == null ? null : UUID.fromString(after.substring(PENDING.length()));
        return CubeReset.step(transaction, workspace, nameNo, page)
                .compose(last -> last.isPresent()
                        ? Future.succeededFuture(new Step(PENDING + last.get(), false))
                        : rows(transaction, workspace, nameNo, rewrite, null));
    }

    private static Future<Step> rows(
            Transaction transaction, WorkspaceId workspace, int nameNo, Rewrite rewrite, @Nullable String after) {
        var end = after == null ? null : End.of(after);
        var names = List.copyOf(rewrite.properties().keySet());
        return transaction
                .query(
                        ROWS,
                        Tuple.of(workspace.value(), nameNo)
                                .addOffsetDateTime(end == null ? null : end.at())
                                .addUUID(end == null ? null : end.key())
                                .addInteger(STEP_ROWS_MAX)
                                .addArrayOfString(names.toArray(String[]::new))
                                .addArrayOfString(names.stream()
                                        .map(rewrite.properties()::get)
                                        .toArray(String[]::new))
                                .addLong((long) Step.BYTES_MAX))
                .compose(rows -> OffLoop.run(() -> Rewritten.of(workspace, rewrite, rows)))
                .compose(rewritten -> rewritten.isEmpty()
                        ? Future.succeededFuture(rewritten.step())
                        : transaction.query(REWRITE, rewritten.args()).map(rewritten.step()));
    }

    /**
     * The rows of a step that change.
     *
     * @param args of their update
     */
    private record Rewritten(Step step, Tuple args, boolean isEmpty) {

        static Rewritten of(WorkspaceId workspace, Rewrite rewrite, RowSet<Row> rows) {
            var times = new ArrayList<OffsetDateTime>();
            var keys = new ArrayList<UUID>();
            var changed = new ArrayList<String>();
            var step = Step.LAST;
            End end = null;
            for (var row : rows) {
                if (row.getLong("looked") != null) {
                    step = step(row, end);
                    continue;
                }
                end = End.of(row);
                var before = Json.read(row.getString("props"), JsonObject.class);
                var after = rewrite.hashed().apply(before.copy());
                if (!after.equals(before)) {
                    times.add(end.at());
                    keys.add(end.key());
                    changed.add(Json.text(after));
                }
            }
            var args = Tuple.of(workspace.value())
                    .addArrayOfOffsetDateTime(times.toArray(OffsetDateTime[]::new))
                    .addArrayOfUUID(keys.toArray(UUID[]::new))
                    .addArrayOfString(changed.toArray(String[]::new));
            return new Rewritten(step, args, changed.isEmpty());
        }

        /** @param end the last row that was looked at for its properties */
        private static Step step(Row page, @Nullable End end) {
            if (page.getLong("left_out") > 0) {
                return new Step(Objects.requireNonNull(end).text(), true);
            }
            return page.getLong("looked") < STEP_ROWS_MAX
                    ? Step.LAST
                    : new Step(End.of(page).text(), true);
        }
    }

    @Override
    public Future<?> approved(Transaction transaction, Call<?> call, DefinedEvent event) {
        var shaped = EventNames.shape(
                transaction, call.caller().workspaceId(), event.name(), event.dimensions(), event.measures());
        if (!event.dimensions().isEmpty() || !event.measures().isEmpty()) {
            CellFill.begin(transaction, call, jobs, event.name());
        }
        return shaped;
    }
}
