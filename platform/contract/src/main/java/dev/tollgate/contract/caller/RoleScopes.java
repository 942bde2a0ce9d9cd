package dev.tollgate.contract.caller;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scopes of a person's agents over MCP: by role, restricted by grant and modules. Pure. */
public final class RoleScopes {

    private static final Scope USAGE = new Scope("usage:read");
    private static final Scope AUDIT = new Scope("audit:read");

    private RoleScopes() {}

    /**
     * The scopes of a role in a workspace, narrowed by a grant. A grant never adds.
     *
     * @param granted the scopes of the grant; null where there is none
     * @param modules keys of the modules that are on
     */
    public static Set<Scope> allowed(Role role, @Nullable Set<Scope> granted, Set<String> modules) {
        var scopes = byRole(role, modules);
        if (granted != null) {
            scopes.retainAll(granted);
        }
        return Set.copyOf(scopes);
    }

    private static Set<Scope> byRole(Role role, Set<String> modules) {
        return switch (role) {
            case OWNER, ADMIN -> scopes(modules, true, USAGE, AUDIT);
            case MEMBER, AGENT -> scopes(modules, true, USAGE);
            case READONLY -> scopes(modules, false, USAGE);
            case OPERATOR, TENANT_OWNER -> new HashSet<>();
        };
    }

    private static Set<Scope> scopes(Set<String> modules, boolean writing, Scope... more) {
        var scopes = new HashSet<>(Set.of(more));
        for (var module : modules) {
            scopes.add(new Scope(module + ":read"));
            if (writing) {
                scopes.add(new Scope(module + ":write"));
            }
        }
        return scopes;
    }
}
