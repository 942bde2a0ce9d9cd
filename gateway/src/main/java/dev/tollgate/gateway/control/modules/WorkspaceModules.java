package dev.tollgate.gateway.control.modules;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workspace by its modules: what the audit compares when one is switched.
 *
 * @param version of the switch that moved
 * @param modules keys of those that are on, in order
 * @param rules of the module that is switched; null for none
 */
record WorkspaceModules(
        WorkspaceId id,
        long version,
        List<String> modules,
        @Nullable List<EventRule> rules) implements Resource {
    WorkspaceModules {
        modules = List.copyOf(modules);
    }
}
