package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** One transaction that adds pending calls of one workspace to its cells, under the lock of the workspace's cells. */
final class CellFoldStep {

    /** Bytes of pending cells of one transaction, but for the first call. */
    private static final int BYTES_MAX = 4 << 20;

    private static final String PENDING = """
            SELECT p.id, p.actors, p.cells FROM bi.pending p WHERE p.workspace_id = $1 ORDER BY p.id LIMIT $2
            """;

    private static final String NUMBERS = "SELECT bi.actor_numbers($1, $2) AS numbers";

    private static final String CELLS = """
            SELECT c.name_no, c.hour, c.events, c.actors, c.cube
              FROM unnest($2::integer[], $3::timestamptz[]) AS k (name_no, hour)
              JOIN bi.cell c ON c.workspace_id = $1 AND c.name_no = k.name_no AND c.hour = k.hour
            """;

    private static final String STORE = """
            INSERT INTO bi.cell (workspace_id, name_no, hour, events, actors, cube)
            SELECT $1::uuid, u.name_no, u.hour, u.events, u.actors, u.cube
              FROM unnest($2::integer[], $3::timestamptz[], $4::bigint[], $5::bytea[], $6::bytea[])
                   AS u (name_no, hour, events, actors, cube)
            ON CONFLICT (workspace_id, name_no, hour) DO UPDATE
               SET events = excluded.events, actors = excluded.actors, cube = excluded.cube
            """;

    private static final String DONE = "DELETE FROM bi.pending WHERE workspace_id = $1 AND id = ANY ($2)";

    /** Calls to fold. */
    private record Batches(List<UUID> ids, List<PendingCells> cells, boolean more) {}

    private final Transaction transaction;
    private final WorkspaceId workspace;
    private final OffsetDateTime oldest;

    private CellFoldStep(Transaction transaction, Call<?> call) {
        this.transaction = transaction;
        this.workspace = call.caller().workspaceId();
        this.oldest = call.facts().time().minus(EventLimits.RETENTION).atOffset(ZoneOffset.UTC);
    }

    /** Completes with whether more may be pending. */
    static Future<Boolean> fold(Work work, Call<?> call) {
        var more = new AtomicBoolean();
        return work.prepare(
                        call,
                        transaction -> new CellFoldStep(transaction, call).run().onSuccess(more::set))
                .map(_ -> more.get());
    }

    /** Held by all that change cells, or cells that are pending. */
    static Future<RowSet<Row>> lock(Transaction transaction, WorkspaceId workspace) {
        return transaction.lock("bi.cells/" + workspace.value());
    }

    private Future<Boolean> run() {
        var lock = lock(transaction, workspace);
        var pending = transaction.query(PENDING, Tuple.of(workspace.value(), CellFold.BATCHES_MAX));
        return Future.all(lock, pending)
                .compose(_ -> OffLoop.run(() -> batches(pending.result())))
                .compose(batches -> batches.ids().isEmpty()
                        ? Future.succeededFuture(false)
                        : add(batches).map(_ -> batches.more()));
    }

    private static Batches batches(RowSet<Row> rows) {
        var ids = new ArrayList<UUID>();
        var cells = new ArrayList<PendingCells>();
        long bytes = 0;
        for (var row : rows) {
            var content = row.getBuffer("cells").getBytes();
            bytes += content.length;
            if (!ids.isEmpty() && bytes > BYTES_MAX) {
                return new Batches(ids, cells, true);
            }
            ids.add(row.getUUID("id"));
            cells.add(PendingCells.read(row.getArrayOfUUIDs("actors"), content));
        }
        return new Batches(ids, cells, ids.size() == CellFold.BATCHES_MAX);
    }

    private Future<Void> add(Batches batches) {
        var actors = new HashSet<UUID>();
        var keys = new HashSet<HourCell.Key>();
        for (var batch : batches.cells()) {
            actors.addAll(batch.actors());
            for (var key : batch.cells().keySet()) {
                keys.add(key);
                keys.add(key.ofAll());
            }
        }
        var distinct = actors.toArray(UUID[]::new);
        var numbers = transaction.query(NUMBERS, Tuple.of(workspace.value()).addArrayOfUUID(distinct));
        var before = transaction.query(CELLS, keys(List.copyOf(keys)));
        return Future.all(numbers, before)
                .compose(_ -> OffLoop.run(() -> stored(batches, numbers(distinct, numbers.result()), before.result())))
                .map(stored -> {
                    transaction.atCommit(STORE, stored);
                    transaction.atCommit(
                            DONE,
                            Tuple.of(workspace.value())
                                    .addArrayOfUUID(batches.ids().toArray(UUID[]::new)));
                    return null;
                });
    }

    private static Map<UUID, Integer> numbers(UUID[] actors, RowSet<Row> rows) {
        var inOrder = rows.iterator().next().getArrayOfIntegers("numbers");
        var numbers = HashMap.<UUID, Integer>newHashMap(actors.length);
        for (int at = 0; at < actors.length; at++) {
            numbers.put(actors[at], inOrder[at]);
        }
        return numbers;
    }

    /** The new cells, as arguments. */
    private Tuple stored(Batches batches, Map<UUID, Integer> numbers, RowSet<Row> before) {
        var cells = new HashMap<HourCell.Key, HourCell>();
        for (var row : before) {
            var key = HourCell.Key.of(
                    row.getInteger("name_no"), row.getOffsetDateTime("hour").toInstant());
            cells.put(
                    key,
                    new HourCell(
                            row.getLong("events"),
                            HourCell.actors(row.getBuffer("actors").getBytes()),
                            HourCell.cube(row.getBuffer("cube"))));
        }
        for (var batch : batches.cells()) {
            batch.numbered(numbers).forEach((key, cell) -> {
                cells.computeIfAbsent(key, _ -> new HourCell()).add(cell);
                cells.computeIfAbsent(key.ofAll(), _ -> new HourCell()).addCount(cell);
            });
        }
        // Rows from before this month are dropped, and so are cells.
        var firstKept = oldest.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
        cells.keySet().removeIf(key -> key.start().isBefore(firstKept));
        return arguments(cells);
    }

    private Tuple arguments(Map<HourCell.Key, HourCell> cells) {
        var all = List.copyOf(cells.entrySet());
        return keys(all.stream().map(Map.Entry::getKey).toList())
                .addArrayOfLong(all.stream().map(one -> one.getValue().events).toArray(Long[]::new))
                .addArrayOfBuffer(all.stream()
                        .map(one -> Buffer.buffer(HourCell.bytes(one.getValue().actors)))
                        .toArray(Buffer[]::new))
                .addArrayOfBuffer(all.stream()
                        .map(one -> HourCell.stored(one.getValue().cube))
                        .toArray(Buffer[]::new));
    }

    private Tuple keys(List<HourCell.Key> keys) {
        return Tuple.of(workspace.value())
                .addArrayOfInteger(keys.stream().map(HourCell.Key::nameNo).toArray(Integer[]::new))
                .addArrayOfOffsetDateTime(keys.stream()
                        .map(key -> key.start().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
    }
}
