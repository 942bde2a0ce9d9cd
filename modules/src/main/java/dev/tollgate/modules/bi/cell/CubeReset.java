package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends what cells have by properties of one event: counts and actors stay, and everything else is answered from rows.
 * Pending calls first, a page at a time; cells follow the last page, since what was pending before its page came is in
 * them by then.
 */
public final class CubeReset {

    private static final String FORGET_CUBES =
            "UPDATE bi.cell SET cube = NULL WHERE workspace_id = $1 AND name_no = $2";

    private static final String REPLACE = "UPDATE bi.pending SET cells = $3 WHERE workspace_id = $1 AND id = $2";

    private CubeReset() {}

    /**
     * One page, under the lock of the workspace's cells; the last one with the cells.
     *
     * @param after null for the first page
     * @return the id after which the next page begins; empty after the last one
     */
    public static Future<Optional<UUID>> step(
            Transaction transaction, WorkspaceId workspace, int nameNo, @Nullable UUID after) {
        var lock = CellFoldStep.lock(transaction, workspace);
        var pending = PendingPage.read(transaction, workspace, after);
        return Future.all(lock, pending)
                .compose(_ -> OffLoop.run(() -> forgotten(workspace, nameNo, pending.result())))
                .compose(replaced ->
                        replaced.isEmpty() ? Future.succeededFuture() : transaction.batch(REPLACE, replaced))
                .compose(_ -> pending.result().last() == null
                        ? transaction.query(FORGET_CUBES, Tuple.of(workspace.value(), nameNo))
                        : Future.succeededFuture())
                .map(_ -> Optional.ofNullable(pending.result().last()));
    }

    private static List<Tuple> forgotten(WorkspaceId workspace, int nameNo, PendingPage page) {
        return page.of(nameNo).stream()
                .map(call -> Tuple.of(
                        workspace.value(),
                        call.id(),
                        Buffer.buffer(call.cells()
                                .withCubes(nameNo, _ -> new HourCube())
                                .bytes())))
                .toList();
    }
}
