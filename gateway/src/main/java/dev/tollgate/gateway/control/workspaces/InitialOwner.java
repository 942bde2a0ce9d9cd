package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * The first owner of a workspace, as the audit shows them: the tenant's owner who made it. A workspace created by an
 * operator has no member until the operator adds one.
 */
record InitialOwner(MemberId id, String subject, String role, long version) implements Resource {

    private static final String FOUND = "SELECT id, subject, role FROM control.found_workspace($1, $2, $3, $4)";

    /** The making of a workspace, and of its first owner where a person makes it. */
    static Future<Change<Workspace>> made(
            Transaction tx, Call<?> call, Workspace workspace, UUID memberId, RowStamp stamp) {
        var actor = call.caller().actor();
        if (actor.kind() != Actor.Kind.SUBJECT) {
            return Future.succeededFuture(Change.created(workspace));
        }
        var row = Tuple.of(workspace.id().value(), memberId, actor.id(), stamp.at());
        var told = AccessInvalidation.tell(tx, new MemberId(memberId));
        return tx.query(FOUND, row).compose(rows -> {
            if (rows.size() == 0) {
                return told.map(Change.created(workspace));
            }
            var found = rows.iterator().next();
            var founder = new InitialOwner(
                    new MemberId(found.getUUID("id")), found.getString("subject"), found.getString("role"), 1);
            return told.map(new Change<>(
                    workspace,
                    List.of(RecordChange.created(workspace), new RecordChange("member", null, null, founder))));
        });
    }
}
