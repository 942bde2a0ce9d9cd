package dev.tollgate.gateway.access;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authorization rules for known callers. Pure, without I/O. */
public final class Rights {

    private static final Scope READ_USAGE = new Scope("usage:read");

    private Rights() {}

    /** A credential of another surface is refused as an unknown one. */
    public static boolean fits(Credential credential, Surface surface) {
        return credential.surface() == surface;
    }

    /** The refusal of a workspace that takes no calls; null for an active one. */
    public static @Nullable Refusal closed(WorkspaceSnapshot workspace) {
        return switch (workspace.state()) {
            case ACTIVE -> null;
            case SUSPENDED -> new Refusal.WorkspaceNotActive("The workspace is suspended.");
            case ARCHIVED -> new Refusal.WorkspaceNotActive("The workspace is archived.");
        };
    }

    /** The refusal of a way to prove who one is that the workspace does not take; null for one it takes. */
    public static @Nullable Refusal barred(Credential credential, WorkspaceSnapshot workspace) {
        var barred = credential.surface() == Surface.MCP
                && switch (workspace.mcpMode()) {
                    case STATIC_OR_OAUTH -> false;
                    case OAUTH_ONLY -> credential.isStatic();
                    case STATIC_ONLY -> !credential.isStatic();
                };
        return barred ? new Refusal.McpAuthMethodNotAllowed() : null;
    }

    /**
     * Module, then scope or role; null for who may.
     *
     * @param roles what the caller is on the target; scopes do not look at them
     */
    public static @Nullable Refusal missing(
            Access access, Credential credential, @Nullable WorkspaceSnapshot workspace, Set<Role> roles) {
        return switch (access) {
            case Access.Scoped(var module, var scope) ->
                workspace == null || !workspace.modules().contains(module)
                        ? new Refusal.ModuleNotEnabled(module)
                        : credential.scopes().contains(scope) ? null : new Refusal.MissingRequiredScope(scope);
            case Access.ScopeOnly(var scope) ->
                credential.scopes().contains(scope) ? null : new Refusal.MissingRequiredScope(scope);
            case Access.Roles(var allowed) ->
                Collections.disjoint(allowed, roles) ? new Refusal.RoleNotAllowed() : null;
            case Access.AnyCredential _, Access.AnySignedIn _, Access.Identified _, Access.Signed _ -> null;
        };
    }

    /** Whether a caller may see the account's balance. On the control plane every role may. */
    public static boolean seesBalance(Credential credential) {
        return credential.surface() == Surface.CONTROL || credential.scopes().contains(READ_USAGE);
    }
}
