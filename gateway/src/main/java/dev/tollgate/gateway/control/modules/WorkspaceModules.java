package dev.tollgate.gateway.control.modules;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.util.List;

/**
 * A workspace by its modules: what the audit compares when one is switched.
 *
 * @param version of the switch that moved
 * @param modules keys of those that are on, in order
 */
record WorkspaceModules(WorkspaceId id, long version, List<String> modules) implements Resource {
    WorkspaceModules {
        modules = List.copyOf(modules);
    }
}
