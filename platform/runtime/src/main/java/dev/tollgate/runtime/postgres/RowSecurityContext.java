package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * For whom a transaction acts: row-level security compares every row with it. Set for one transaction, never for a
 * connection, as {@code tollgate.tenant}, {@code tollgate.workspace} (uuid or empty) and {@code tollgate.installation}
 * ({@code on} or empty).
 *
 * @param installation whether it may look over all tenants, where a policy allows that
 */
public record RowSecurityContext(
        @Nullable TenantId tenant, @Nullable WorkspaceId workspace, boolean installation) {
    /** Over all tenants. */
    public static final RowSecurityContext INSTALLATION = new RowSecurityContext(null, null, true);

    /** Tables without a tenant only. */
    public static final RowSecurityContext NONE = new RowSecurityContext(null, null, false);

    public static RowSecurityContext of(TenantId tenant) {
        return new RowSecurityContext(tenant, null, false);
    }

    /** The tenant and workspace of a caller; a caller without a tenant acts on the installation. */
    public static RowSecurityContext of(Caller caller) {
        return new RowSecurityContext(caller.tenant(), caller.workspace(), caller.tenant() == null);
    }

    void addTo(Tuple settings) {
        settings.addString(tenant == null ? "" : tenant.value().toString());
        settings.addString(workspace == null ? "" : workspace.value().toString());
        settings.addString(installation ? "on" : "");
    }
}
