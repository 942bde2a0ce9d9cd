package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pending calls of one workspace, in the order of their ids.
 *
 * @param last the id after which the next page begins; null for the last page
 */
record PendingPage(RowSet<Row> rows, @Nullable UUID last) {

    static final int ROWS_MAX = 64;

    private static final String PAGE = """
            SELECT p.id, p.actors, p.cells FROM bi.pending p
             WHERE p.workspace_id = $1 AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3
            """;

    /** A call that has a cell of a name. */
    record Named(UUID id, PendingCells cells) {}

    /** @param after null for the first page */
    static Future<PendingPage> read(Transaction transaction, WorkspaceId workspace, @Nullable UUID after) {
        var args = Tuple.of(workspace.value()).addUUID(after).addInteger(ROWS_MAX);
        return transaction.query(PAGE, args).map(rows -> {
            UUID last = null;
            for (var row : rows) {
                last = row.getUUID("id");
            }
            return new PendingPage(rows, rows.size() < ROWS_MAX ? null : last);
        });
    }

    /** The calls that have a cell of a name; the cells of others are not decoded. Takes long: off the event loop. */
    List<Named> of(int nameNo) {
        var named = new ArrayList<Named>();
        for (var row : rows) {
            var stored = row.getBuffer("cells").getBytes();
            if (PendingCells.has(stored, nameNo)) {
                named.add(new Named(row.getUUID("id"), PendingCells.read(row.getArrayOfUUIDs("actors"), stored)));
            }
        }
        return named;
    }
}
