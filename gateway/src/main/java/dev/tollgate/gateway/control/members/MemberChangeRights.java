package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Facts that decide whether a member may be changed, read under the workspace's lock: changes are serialized until the
 * transaction ends.
 *
 * @param overOwners whether the caller may make, change and remove owners
 * @param otherOwner whether there is an owner besides the member in question
 */
record MemberChangeRights(boolean overOwners, boolean otherOwner) {

    private static final String FACTS = """
            SELECT (SELECT m.role FROM control.member m WHERE m.workspace_id = $1 AND m.id = $2) AS actor_role,
                   EXISTS (SELECT 1 FROM control.member m
                            WHERE m.workspace_id = $1 AND m.role = 'owner' AND m.id <> $3) AS other_owner
            """;

    /** Asked behind the lock on the workspace, so that it sees what the turn before has left. */
    static Future<MemberChangeRights> of(Transaction tx, Caller caller, UUID member) {
        var actor = caller.actor();
        UUID actorId = actor.kind() == Actor.Kind.MEMBER
                ? TypeId.parse(TypeId.prefix(MemberId.class), actor.id()).orElse(null)
                : null;
        var key = Tuple.of(caller.workspaceId().value()).addUUID(actorId).addUUID(member);
        return tx.query(FACTS, key).map(rows -> {
            var row = rows.iterator().next();
            var owns = Member.Role.OWNER.text().equals(row.getString("actor_role"));
            return new MemberChangeRights(owns || actor.kind() == Actor.Kind.OPERATOR, row.getBoolean("other_owner"));
        });
    }

    /**
     * The refusal of a role change; null if it is permitted.
     *
     * @param before null for a new member
     * @param after null for one who goes
     */
    @Nullable Refusal refusal(Member.@Nullable Role before, Member.@Nullable Role after) {
        var owner = Member.Role.OWNER;
        if ((before == owner || after == owner) && !overOwners) {
            return new Refusal.RoleNotAllowed();
        }
        return before == owner && after != owner && !otherOwner
                ? new Refusal.Conflict(
                        "The last owner of a workspace cannot be removed or demoted. Make another member an owner first.")
                : null;
    }
}
