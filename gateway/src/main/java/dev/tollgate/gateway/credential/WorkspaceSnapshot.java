package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * State of a workspace that the access checks use.
 *
 * @param modules keys of the modules that are switched on
 * @param plan name of the tenant's plan
 * @param mcpMode how agents may prove who they are
 * @param timeZone of days that stand for times
 */
public record WorkspaceSnapshot(
        WorkspaceId workspace,
        TenantId tenant,
        String slug,
        String name,
        State state,
        Set<String> modules,
        String plan,
        McpMode mcpMode,
        ZoneId timeZone) {

    /** Whether a workspace takes calls. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        ARCHIVED
    }

    public WorkspaceSnapshot {
        modules = Set.copyOf(modules);
    }

    /** A workspace whose agents may use any authentication method, in UTC. */
    public WorkspaceSnapshot(
            WorkspaceId workspace,
            TenantId tenant,
            String slug,
            String name,
            State state,
            Set<String> modules,
            String plan) {
        this(workspace, tenant, slug, name, state, modules, plan, McpMode.STATIC_OR_OAUTH, ZoneOffset.UTC);
    }

    public boolean active() {
        return state == State.ACTIVE;
    }
}
