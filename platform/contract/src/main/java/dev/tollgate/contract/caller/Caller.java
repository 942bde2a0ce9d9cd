package dev.tollgate.contract.caller;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking and for whom, once the credential and the target have been checked.
 *
 * @param tenant the account that pays and is looked at; null for calls on the installation as a whole
 * @param workspace the workspace the call acts in; null for calls on a tenant or the installation
 */
public record Caller(
        Actor actor, @Nullable TenantId tenant, @Nullable WorkspaceId workspace) {

    /** The workspace of a call that cannot be made without one. */
    public WorkspaceId workspaceId() {
        return Objects.requireNonNull(workspace, "the operation acts in a workspace");
    }

    /** The tenant of a call that cannot be made without one. */
    public TenantId tenantId() {
        return Objects.requireNonNull(tenant, "the operation acts on a tenant");
    }
}
