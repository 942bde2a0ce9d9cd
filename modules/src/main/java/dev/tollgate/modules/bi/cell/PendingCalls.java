package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What calls have added and no cell has yet. */
public final class PendingCalls {

    private static final String ADD = """
            INSERT INTO bi.pending (workspace_id, id, tenant_id, added_at, actors, cells) VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private PendingCalls() {}

    /**
     * Adds what new events of a call add to cells, together with the commit.
     *
     * @param names of all events
     */
    public static void add(
            Transaction transaction, Call<?> call, UUID id, List<HashedEvent> events, Map<String, EventName> names) {
        if (events.isEmpty()) {
            return;
        }
        var cells = PendingCells.of(events, names);
        transaction.atCommit(
                ADD,
                Tuple.of(call.caller().workspaceId().value(), id)
                        .addUUID(call.caller().tenantId().value())
                        .addOffsetDateTime(call.facts().time().atOffset(ZoneOffset.UTC))
                        .addArrayOfUUID(cells.actors().toArray(UUID[]::new))
                        .addBuffer(Buffer.buffer(cells.bytes())));
    }
}
