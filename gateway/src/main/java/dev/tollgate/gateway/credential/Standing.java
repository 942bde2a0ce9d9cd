package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import java.util.Set;

/**
 * What the gates know of a workspace.
 *
 * @param modules keys of the modules that are switched on
 * @param plan name of the tenant's plan
 */
public record Standing(
        WorkspaceId workspace,
        TenantId tenant,
        String slug,
        String name,
        State state,
        Set<String> modules,
        String plan) {

    /** Whether a workspace takes calls. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        ARCHIVED
    }

    public Standing {
        modules = Set.copyOf(modules);
    }

    public boolean active() {
        return state == State.ACTIVE;
    }
}
