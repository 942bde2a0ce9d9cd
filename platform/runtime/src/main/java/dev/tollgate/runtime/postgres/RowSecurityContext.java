package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import org.jspecify.annotations.Nullable;

/**
 * The tenant and workspace that a statement acts for: row-level security compares every row with them. Set for one
 * statement or transaction, never for a connection, as {@code tollgate.walls}.
 *
 * @param installation whether rows of all tenants are visible, where a policy allows that; not together with a tenant
 * @param operator whether an operator acts, on whatever tenant: it does not wait behind the tenant's own calls
 */
public record RowSecurityContext(
        @Nullable TenantId tenant, @Nullable WorkspaceId workspace, boolean installation, boolean operator) {
    /** All tenants. */
    public static final RowSecurityContext INSTALLATION = new RowSecurityContext(null, null, true);

    /** Only tables without a tenant. */
    public static final RowSecurityContext NONE = new RowSecurityContext(null, null, false);

    /** The same in the turn of operators. */
    public static final RowSecurityContext NONE_BY_OPERATOR = new RowSecurityContext(null, null, false, true);

    public RowSecurityContext {
        if (installation && tenant != null) {
            throw new IllegalArgumentException("either one tenant or all of them");
        }
    }

    /** One in which no operator acts. */
    public RowSecurityContext(@Nullable TenantId tenant, @Nullable WorkspaceId workspace, boolean installation) {
        this(tenant, workspace, installation, false);
    }

    public static RowSecurityContext of(TenantId tenant) {
        return new RowSecurityContext(tenant, null, false);
    }

    /** The tenant and workspace of a caller; a caller without a tenant acts on the installation. */
    public static RowSecurityContext of(Caller caller) {
        return new RowSecurityContext(
                caller.tenant(), caller.workspace(), caller.tenant() == null, caller.isOperator());
    }

    /** The tenant of a caller that acts on one, whatever its workspace. */
    public static RowSecurityContext ofTenant(Caller caller) {
        return new RowSecurityContext(caller.tenantId(), null, false, caller.isOperator());
    }

    /**
     * Whose turn it takes where tenants take turns: all of a tenant's workspaces have one together, but for operators.
     */
    RowSecurityContext turn() {
        return tenant == null ? this : new RowSecurityContext(tenant, null, false, operator);
    }

    /** The setting: {@code <tenant>/<workspace>}, as {@code runtime.current_tenant()} and its neighbours read it. */
    String walls() {
        if (tenant == null && workspace == null && !installation) {
            return "";
        }
        var ofTenant = tenant == null ? "" : tenant.value().toString();
        return (installation ? "*" : ofTenant)
                + '/'
                + (workspace == null ? "" : workspace.value().toString());
    }
}
