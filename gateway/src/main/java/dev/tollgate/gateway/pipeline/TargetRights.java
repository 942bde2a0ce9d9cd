package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.WorkspaceState;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may call on a target and around it: the workspace, its tenant, the installation. Decided by the rules
 * of {@link AccessGate}, for readers that show only what is permitted. No permit: every call is checked again.
 *
 * @param workspace null for a tenant or the installation
 * @param tenant null for the installation
 */
public record TargetRights(
        RequestContext installation,
        @Nullable RequestContext tenant,
        @Nullable RequestContext workspace) {

    private static final String TENANT = "tenant_id";
    private static final String WORKSPACE = "workspace_id";

    static TargetRights ofInstallation(RequestContext caller) {
        return new TargetRights(caller, null, null);
    }

    static TargetRights ofTenant(RequestContext caller, TenantId tenant) {
        return new TargetRights(caller, caller.on(tenant, null), null);
    }

    static TargetRights ofWorkspace(RequestContext caller, WorkspaceSnapshot workspace) {
        return new TargetRights(caller, caller.on(workspace.tenant(), null), caller.on(workspace.tenant(), workspace));
    }

    /** The workspace of the target; null for a tenant or the installation. */
    public @Nullable WorkspaceId workspaceId() {
        var snapshot = workspace == null ? null : workspace.workspace();
        return snapshot == null ? null : snapshot.workspace();
    }

    /** The tenant of the target; null for the installation. */
    public @Nullable TenantId tenantId() {
        return tenant == null ? null : tenant.tenant();
    }

    /** Whether its workspace is active; true of a tenant or the installation. */
    public boolean isActive() {
        var snapshot = workspace == null ? null : workspace.workspace();
        return snapshot == null || Rights.closed(snapshot) == null;
    }

    /** Whether the caller has a role on the target. */
    boolean seesTarget() {
        var target = workspace == null ? tenant : workspace;
        return target == null || !target.roles().isEmpty();
    }

    /** Whether the gate lets the caller through to this operation, on the target or around it. */
    public boolean allows(CompiledFace<?, ?> face) {
        var context = context(face);
        if (context == null || face.signed() != null) {
            return false;
        }
        var hasTarget = context.tenant() != null;
        return (!hasTarget || !context.roles().isEmpty())
                && (!face.identified() || context.isPerson())
                && AccessGate.refusal(context, face) == null
                && !isClosed(context, face);
    }

    /** Whether the roles of the caller in a workspace, perhaps another one of the same tenant, permit this there. */
    public boolean allowsIn(WorkspaceId other, CompiledFace<?, ?> face) {
        return permits(face, installation.roles(tenantId(), other));
    }

    /** The same of a tenant. */
    public boolean allowsOn(TenantId other, CompiledFace<?, ?> read) {
        return permits(read, installation.roles(other, null));
    }

    private boolean permits(CompiledFace<?, ?> read, Set<Role> roles) {
        return !roles.isEmpty() && Rights.missing(read.face().access(), installation.credential(), null, roles) == null;
    }

    private static boolean isClosed(RequestContext context, CompiledFace<?, ?> face) {
        var snapshot = context.workspace();
        return snapshot != null
                && face.operation().workspaceState() == WorkspaceState.ACTIVE
                && Rights.closed(snapshot) != null;
    }

    private @Nullable RequestContext context(CompiledFace<?, ?> face) {
        var parameters = face.face().route().parameters();
        if (parameters.contains(WORKSPACE)) {
            return workspace;
        }
        return parameters.contains(TENANT) ? tenant : installation;
    }
}
