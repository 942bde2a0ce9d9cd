package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.money.budget.CredentialBudget;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The membership of a subject in a workspace.
 *
 * @param name what people call them: an address of theirs, or the subject
 * @param granted the scopes of their grant; null where they have none
 * @param budget the budget of their grant; null for none
 */
public record AgentMembership(
        MemberId member,
        Role role,
        String name,
        @Nullable Set<Scope> granted,
        WorkspaceSnapshot workspace,
        @Nullable CredentialBudget budget) {

    public AgentMembership {
        granted = granted == null ? null : Set.copyOf(granted);
    }
}
