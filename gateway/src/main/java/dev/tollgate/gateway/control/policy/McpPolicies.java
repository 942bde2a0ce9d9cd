package dev.tollgate.gateway.control.policy;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.policy.McpPolicyOperations.McpPolicySetting;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.gateway.credential.McpMode;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.Locale;

/** Answers the operations on the MCP policy of a workspace. Allowed in every state of the workspace. */
public final class McpPolicies {

    private static final String GET =
            "SELECT mode, updated_at, last_actor, version FROM control.mcp_policy WHERE workspace_id = $1";

    private static final String SET = """
            INSERT INTO control.mcp_policy (workspace_id, mode, version, last_actor, updated_at)
            VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (workspace_id) DO UPDATE
               SET mode = $2, version = $3, last_actor = $4, updated_at = $5
            """;

    private final Work work;
    private final InstantSource clock;

    public McpPolicies(Work work, InstantSource clock) {
        this.work = work;
        this.clock = clock;
    }

    public void bind(OperationBus bus) {
        bus.serve(McpPolicyOperations.GET, this::get);
        bus.serve(McpPolicyOperations.SET, this::set);
    }

    private Future<Outcome<McpPolicy>> get(Call<NoInput> call) {
        var workspace = call.caller().workspaceId();
        return work.read(call, GET, Tuple.of(workspace.value())).map(rows -> Outcome.done(policy(workspace, rows)));
    }

    private Future<Outcome<McpPolicy>> set(Call<McpPolicySetting> call) {
        var workspace = call.caller().workspaceId();
        return work.write(call, tx -> {
            // Two changes of one workspace come one after the other, also while there is no row to lock.
            var mine = LockedWorkspace.inTurn(tx, call.caller());
            return tx.query(GET, Tuple.of(workspace.value()))
                    .compose(rows -> mine.map(policy(workspace, rows)))
                    .compose(before -> changed(tx, call, before));
        });
    }

    private Future<Outcome<Change<McpPolicy>>> changed(Transaction tx, Call<McpPolicySetting> call, McpPolicy before) {
        var stale = RowVersions.conflict(call, before);
        var mode = call.input().mode();
        if (stale.isPresent()) {
            return Future.succeededFuture(Outcome.refused(stale.get()));
        }
        if (mode == before.mode()) {
            return Future.succeededFuture(Outcome.done(Change.unchanged(before)));
        }
        var stamp = RowStamp.of(call, clock);
        var after = new McpPolicy(before.workspaceId(), mode, stamp.time(), stamp.actor(), before.version() + 1);
        var stored = tx.query(
                SET,
                Tuple.of(
                        after.workspaceId().value(),
                        mode.name().toLowerCase(Locale.ROOT),
                        after.version(),
                        stamp.actor(),
                        stamp.at()));
        return AccessInvalidation.tell(tx, after.workspaceId())
                .compose(_ -> stored)
                .map(Outcome.done(Change.updated(before, after)));
    }

    private static McpPolicy policy(WorkspaceId workspace, RowSet<Row> rows) {
        var found = rows.iterator();
        if (!found.hasNext()) {
            return McpPolicy.initial(workspace);
        }
        var row = found.next();
        return new McpPolicy(
                workspace,
                EnumColumn.read(row, "mode", McpMode.class),
                TimeColumn.read(row, "updated_at"),
                row.getString("last_actor"),
                row.getLong("version"));
    }
}
