package dev.tollgate.modules.support;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Map;

/**
 * Numbers of new tickets. They are reserved in blocks, in a transaction of their own, so that tickets of a workspace do
 * not wait for each other; numbers of a block that is not used up are never given. One per event loop.
 */
final class TicketNumbers {

    /** Numbers of one block. */
    static final int BLOCK = 20;

    /** Workspaces whose blocks are kept; one that is dropped leaves a gap. */
    private static final int KEPT_MAX = 10_000;

    private static final String RESERVE = """
            INSERT INTO support.counter AS c (workspace_id, id, next_number) VALUES ($1, 'ticket', 1 + $2)
            ON CONFLICT (workspace_id, id) DO UPDATE SET next_number = c.next_number + $2
            RETURNING next_number - $2
            """;

    private static final class Block {
        long next;
        int left;
    }

    private final Work work;
    private final Map<WorkspaceId, Future<Block>> blocks = new LruMap<>(KEPT_MAX);

    TicketNumbers(Work work) {
        this.work = work;
    }

    /** A number that no other ticket of the workspace has. A dry run uses none up. */
    Future<Long> next(Call<?> call) {
        var workspace = call.caller().workspaceId();
        var block = blocks.get(workspace);
        if (block == null || block.failed() || (block.succeeded() && block.result().left == 0)) {
            block = reserved(call);
            blocks.put(workspace, block);
        }
        return block.compose(numbers -> numbers.left == 0 ? next(call) : Future.succeededFuture(taken(call, numbers)));
    }

    private static long taken(Call<?> call, Block numbers) {
        if (call.conditions().dryRun()) {
            return numbers.next;
        }
        numbers.left--;
        return numbers.next++;
    }

    private Future<Block> reserved(Call<?> call) {
        var block = new Block();
        return work.prepare(
                        call,
                        transaction -> transaction
                                .query(
                                        RESERVE,
                                        Tuple.of(call.caller().workspaceId().value(), (long) BLOCK))
                                .onSuccess(rows ->
                                        block.next = rows.iterator().next().getLong(0)))
                .map(_ -> {
                    block.left = BLOCK;
                    return block;
                });
    }
}
