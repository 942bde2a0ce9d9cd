package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The membership of a subject in a workspace.
 *
 * @param name what people call them: an address of theirs, or the subject
 * @param granted the scopes of their grant; null where they have none
 */
public record AgentMembership(
        MemberId member, Role role, String name, @Nullable Set<Scope> granted, WorkspaceSnapshot workspace) {

    public AgentMembership {
        granted = granted == null ? null : Set.copyOf(granted);
    }
}
