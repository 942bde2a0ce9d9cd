package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
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

/** One transaction that fills cells of one event from rows, under the lock of the workspace's cells. */
final class CellFillStep {

    static final OffsetDateTime EPOCH = Instant.EPOCH.atOffset(ZoneOffset.UTC);

    /** Cells of one run. */
    private static final int CELLS_MAX = 48;

    /** Rows of one run, but for the first cell. */
    private static final long ROWS_MAX = 20_000;

    /** A larger cell stays without: queries read its rows. */
    private static final long CELL_ROWS_MAX = 200_000;

    /** Pages of pending calls that a run looks at; with more it waits until they are folded. */
    static final int PENDING_PAGES_MAX = 8;

    /** Rows that are read at a time. */
    private static final int FETCH_ROWS = 5_000;

    private static final String CELLS = """
            SELECT c.hour, c.events, c.cube FROM bi.cell c
             WHERE c.workspace_id = $1 AND c.name_no = $2 AND c.hour > $3 ORDER BY c.hour LIMIT $4
            """;

    private static final String ROWS = """
            DECLARE fill_rows NO SCROLL CURSOR FOR
            SELECT date_trunc('hour', e.occurred_at) AS hour, e.props::text AS props
              FROM bi.event e
             WHERE e.workspace_id = $1 AND e.name_no = $2
               AND e.occurred_at >= ($3::timestamptz[])[1]
               AND e.occurred_at < ($3::timestamptz[])[cardinality($3::timestamptz[])] + interval '1 hour'
               AND date_trunc('hour', e.occurred_at) = ANY ($3::timestamptz[])
            """;

    private static final String FETCH = "FETCH " + FETCH_ROWS + " FROM fill_rows";

    private static final String FILL = """
            UPDATE bi.cell AS c SET cube = u.cube
              FROM unnest($3::timestamptz[], $4::bytea[]) AS u (hour, cube)
             WHERE c.workspace_id = $1 AND c.name_no = $2 AND c.hour = u.hour
            """;

    /** A cell that lacks something. */
    private record Lacking(OffsetDateTime hour, long events) {}

    /**
     * Cells that are filled.
     *
     * @param end the last hour that is done; null if all are
     */
    private record Step(@Nullable OffsetDateTime end, Map<OffsetDateTime, HourCube> cubes, boolean blocked) {}

    /**
     * Where a step has ended.
     *
     * @param hour the last one that is done; null if all are
     * @param blocked whether something pending must be folded first
     */
    record End(@Nullable OffsetDateTime hour, boolean blocked) {}

    /**
     * Pages of pending calls that were looked at.
     *
     * @param after where the next page begins; null for the first
     * @param first the first hour that is waited for
     * @param pages the number of the next page, from 1
     */
    private record PendingSeen(@Nullable UUID after, Optional<OffsetDateTime> first, int pages) {}

    private final Transaction transaction;
    private final WorkspaceId workspace;
    private final EventName name;
    private final OffsetDateTime after;

    CellFillStep(Transaction transaction, WorkspaceId workspace, EventName name, OffsetDateTime after) {
        this.transaction = transaction;
        this.workspace = workspace;
        this.name = name;
        this.after = after;
    }

    Future<End> run() {
        var lock = CellFoldStep.lock(transaction, workspace);
        var cells = transaction.query(
                CELLS,
                Tuple.of(workspace.value(), name.no()).addOffsetDateTime(after).addInteger(CELLS_MAX));
        var limit = firstPending(new PendingSeen(null, Optional.empty(), 1));
        return Future.all(lock, cells, limit)
                .compose(_ -> step(cells.result(), limit.result()))
                .compose(step -> store(step).map(_ -> new End(reached(step), step.blocked())));
    }

    /** The first hour for which something of before the declaration is pending: it may have no cell yet. */
    private Future<Optional<OffsetDateTime>> firstPending(PendingSeen seen) {
        return PendingPage.read(transaction, workspace, seen.after())
                .compose(page -> OffLoop.run(() -> first(page, seen.first())).compose(first -> {
                    if (page.last() == null) {
                        return Future.succeededFuture(first);
                    }
                    return seen.pages() == PENDING_PAGES_MAX
                            ? Future.succeededFuture(Optional.of(EPOCH))
                            : firstPending(new PendingSeen(page.last(), first, seen.pages() + 1));
                }));
    }

    private Optional<OffsetDateTime> first(PendingPage page, Optional<OffsetDateTime> before) {
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

    private Future<Step> step(RowSet<Row> cells, Optional<OffsetDateTime> limit) {
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
        var rows =
                SqlStatement.once(ROWS, Tuple.of(workspace.value(), name.no()).addArrayOfOffsetDateTime(hours));
        var cubes = new HashMap<OffsetDateTime, HourCube>();
        return transaction
                .query(rows.sql(), rows.args())
                .compose(_ -> counted(cubes))
                .map(_ -> rebuilt(lacking, planned, cubes));
    }

    /** Adds all rows, some at a time. */
    private Future<?> counted(Map<OffsetDateTime, HourCube> cubes) {
        return FutureLoop.whileTrue(() -> transaction
                .query(FETCH, Tuple.tuple())
                .compose(rows -> OffLoop.run(() -> {
                    rows.forEach(row -> cubes.computeIfAbsent(row.getOffsetDateTime("hour"), _ -> new HourCube())
                            .add(
                                    Json.read(row.getString("props"), JsonObject.class),
                                    name.dimensions(),
                                    name.measures()));
                    return rows.size() >= FETCH_ROWS;
                })));
    }

    /** Cubes up to the first hour for which something is pending: its cell has fewer events than there are rows. */
    private static Step rebuilt(List<Lacking> lacking, Step planned, Map<OffsetDateTime, HourCube> cubes) {
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

    /** A step that is blocked at once has done no more than those before it. */
    private @Nullable OffsetDateTime reached(Step step) {
        return step.blocked() && step.end() != null && step.end().isBefore(after) ? after : step.end();
    }

    private Future<?> store(Step step) {
        var hours = List.copyOf(step.cubes().entrySet());
        return transaction.query(
                FILL,
                Tuple.of(workspace.value(), name.no())
                        .addArrayOfOffsetDateTime(
                                hours.stream().map(Map.Entry::getKey).toArray(OffsetDateTime[]::new))
                        .addArrayOfBuffer(hours.stream()
                                .map(hour -> HourCell.stored(hour.getValue()))
                                .toArray(Buffer[]::new)));
    }
}
