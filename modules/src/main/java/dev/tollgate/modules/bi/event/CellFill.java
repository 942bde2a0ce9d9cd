package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives cells of an event the dimensions and measures that were declared after their hour, from rows, oldest first: a
 * few hours a run, under the lock of the workspace's cells. Queries read rows till then.
 */
public final class CellFill {

    public static final JobKind KIND = JobKind.of("bi.fill_cells");

    /** Cells of one run. */
    private static final int CELLS_MAX = 48;

    /** Rows of one run, but for the first cell. */
    private static final long ROWS_MAX = 20_000;

    /** A larger cell stays without: queries read its rows. */
    private static final long CELL_ROWS_MAX = 200_000;

    /** When an hour is looked at again for which something is pending. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final String UNFILLED = """
            SELECT s.name, n.no, s.dimensions, s.measures, s.filled_to
              FROM bi.shape s
              JOIN bi.name n ON n.workspace_id = s.workspace_id AND n.name = s.name
             WHERE s.workspace_id = $1 AND s.filled_to IS NOT NULL
            """;

    private static final String CELLS = """
            SELECT c.hour, c.events, c.cube FROM bi.cell c
             WHERE c.workspace_id = $1 AND c.name_no = $2 AND c.hour > $3 ORDER BY c.hour LIMIT $4
            """;

    private static final String ROWS = """
            SELECT date_trunc('hour', e.occurred_at) AS hour, e.props::text AS props
              FROM bi.event e
             WHERE e.workspace_id = $1 AND e.name_no = $2
               AND e.occurred_at >= ($3::timestamptz[])[1]
               AND e.occurred_at < ($3::timestamptz[])[cardinality($3::timestamptz[])] + interval '1 hour'
               AND date_trunc('hour', e.occurred_at) = ANY ($3::timestamptz[])
            """;

    private static final String FILL = """
            UPDATE bi.cell AS c SET cube = u.cube
              FROM unnest($3::timestamptz[], $4::bytea[]) AS u (hour, cube)
             WHERE c.workspace_id = $1 AND c.name_no = $2 AND c.hour = u.hour
            """;

    private static final String FILLED = "UPDATE bi.shape SET filled_to = $3 WHERE workspace_id = $1 AND name = $2";

    /** A cell that lacks something. */
    private record Lacking(OffsetDateTime hour, long events) {}

    /** @param end the last hour that is done; null if all are */
    private record Step(@Nullable OffsetDateTime end, Map<OffsetDateTime, HourCube> cubes, boolean blocked) {}

    private CellFill() {}

    /** Begins from the oldest cell of an event, once the transaction has set its shape. */
    static void begin(Transaction transaction, Call<?> call, Jobs jobs, String name) {
        var epoch = OffsetDateTime.parse("1970-01-01T00:00:00Z");
        var _ = transaction.query(
                FILLED, Tuple.of(call.caller().workspaceId().value(), name).addOffsetDateTime(epoch));
        jobs.schedule(
                transaction, call, KIND, EventNameId.of(name), call.facts().time());
    }

    /** One step; runs again at once until all cells are filled. */
    public static Future<?> run(JobRun run) {
        return run.write(transaction -> transaction
                .query(UNFILLED, Tuple.of(run.workspaceId().value()))
                .compose(rows -> {
                    for (var row : rows) {
                        if (EventNameId.of(row.getString("name")).value().equals(run.subject())) {
                            return filled(run, transaction, EventNames.name(row), row.getOffsetDateTime("filled_to"));
                        }
                    }
                    return Future.succeededFuture();
                })
                .map(_ -> Outcome.done(Change.of(true))));
    }

    private static Future<?> filled(JobRun run, Transaction transaction, EventName name, OffsetDateTime after) {
        var workspace = run.workspaceId();
        var lock = CellFoldStep.lock(transaction, workspace);
        var cells = transaction.query(
                CELLS,
                Tuple.of(workspace.value(), name.no()).addOffsetDateTime(after).addInteger(CELLS_MAX));
        var limit = firstPending(transaction, name, workspace, null, Optional.empty());
        return Future.all(lock, cells, limit)
                .compose(_ -> step(transaction, workspace, name, cells.result(), limit.result()))
                .compose(step -> {
                    if (step.end() != null || step.blocked()) {
                        var now = run.call().facts().time();
                        run.next(step.blocked() ? now.plus(AGAIN) : now);
                    }
                    return store(transaction, workspace, name, step, after);
                });
    }

    /**
     * The first hour for which something of before the declaration is pending: it may have no cell yet.
     *
     * @param before the first hour of the pages before
     */
    private static Future<Optional<OffsetDateTime>> firstPending(
            Transaction transaction,
            EventName name,
            WorkspaceId workspace,
            @Nullable UUID after,
            Optional<OffsetDateTime> before) {
        return PendingPage.read(transaction, workspace, after)
                .compose(page -> OffLoop.run(() -> first(name, page, before))
                        .compose(first -> page.last() == null
                                ? Future.succeededFuture(first)
                                : firstPending(transaction, name, workspace, page.last(), first)));
    }

    private static Optional<OffsetDateTime> first(EventName name, PendingPage page, Optional<OffsetDateTime> before) {
        var first = new TreeSet<OffsetDateTime>();
        before.ifPresent(first::add);
        for (var call : page.of(name.no())) {
            call.cells().cells().forEach((key, cell) -> {
                if (key.nameNo() == name.no() && !cell.cube.has(cell.events, name)) {
                    first.add(key.start().atOffset(ZoneOffset.UTC));
                }
            });
        }
        return first.isEmpty() ? Optional.empty() : Optional.of(first.first());
    }

    private static Future<Step> step(
            Transaction transaction,
            WorkspaceId workspace,
            EventName name,
            RowSet<Row> cells,
            Optional<OffsetDateTime> limit) {
        var lacking = new ArrayList<Lacking>();
        boolean blocked = limit.isPresent() && cells.size() < CELLS_MAX;
        OffsetDateTime end = null;
        long events = 0;
        for (var row : cells) {
            var hour = row.getOffsetDateTime("hour");
            long count = row.getLong("events");
            if (limit.isPresent() && !hour.isBefore(limit.get())) {
                blocked = true;
                break;
            }
            if (count <= CELL_ROWS_MAX && !HourCell.cube(row.getBuffer("cube")).has(count, name)) {
                events += count;
                if (!lacking.isEmpty() && events > ROWS_MAX) {
                    blocked = false;
                    break;
                }
                lacking.add(new Lacking(hour, count));
            }
            end = hour;
        }
        var planned = new Step(blocked ? limit.orElseThrow().minusHours(1) : end, Map.of(), blocked);
        if (lacking.isEmpty()) {
            return Future.succeededFuture(planned);
        }
        var hours = lacking.stream().map(Lacking::hour).toArray(OffsetDateTime[]::new);
        return transaction
                .query(ROWS, Tuple.of(workspace.value(), name.no()).addArrayOfOffsetDateTime(hours))
                .compose(rows -> OffLoop.run(() -> rebuilt(name, lacking, planned, rows)));
    }

    /** Cubes up to the first hour for which something is pending: its cell has fewer events than there are rows. */
    private static Step rebuilt(EventName name, List<Lacking> lacking, Step planned, RowSet<Row> rows) {
        var cubes = new HashMap<OffsetDateTime, HourCube>();
        for (var row : rows) {
            cubes.computeIfAbsent(row.getOffsetDateTime("hour"), _ -> new HourCube())
                    .add(Json.read(row.getString("props"), JsonObject.class), name.dimensions(), name.measures());
        }
        var done = new HashMap<OffsetDateTime, HourCube>();
        for (var cell : lacking) {
            var cube = cubes.getOrDefault(cell.hour(), new HourCube());
            if (cube.all.events != cell.events()) {
                return new Step(cell.hour().minusHours(1), done, true);
            }
            done.put(cell.hour(), cube);
        }
        return new Step(planned.end(), done, planned.blocked());
    }

    private static Future<?> store(
            Transaction transaction, WorkspaceId workspace, EventName name, Step step, OffsetDateTime after) {
        var end = step.blocked() && step.end() != null && step.end().isBefore(after) ? after : step.end();
        var hours = List.copyOf(step.cubes().entrySet());
        var filled = transaction.query(
                FILL,
                Tuple.of(workspace.value(), name.no())
                        .addArrayOfOffsetDateTime(
                                hours.stream().map(Map.Entry::getKey).toArray(OffsetDateTime[]::new))
                        .addArrayOfBuffer(hours.stream()
                                .map(hour -> HourCell.stored(hour.getValue()))
                                .toArray(Buffer[]::new)));
        var position = transaction.query(
                FILLED, Tuple.of(workspace.value(), name.name()).addOffsetDateTime(end));
        return Future.all(filled, position);
    }
}
