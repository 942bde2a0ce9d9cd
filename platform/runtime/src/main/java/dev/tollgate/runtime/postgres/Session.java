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
public record Session(@Nullable TenantId tenant, @Nullable WorkspaceId workspace, boolean installation) {
    /** Over all tenants. */
    public static final Session INSTALLATION = new Session(null, null, true);

    /** Tables without a tenant only. */
    public static final Session NONE = new Session(null, null, false);

    public static Session of(TenantId tenant) {
        return new Session(tenant, null, false);
    }

    /** The tenant and workspace of a caller; a caller without a tenant acts on the installation. */
    public static Session of(Caller caller) {
        return new Session(caller.tenant(), caller.workspace(), caller.tenant() == null);
    }

    void addTo(Tuple settings) {
        settings.addString(tenant == null ? "" : tenant.value().toString());
        settings.addString(workspace == null ? "" : workspace.value().toString());
        settings.addString(installation ? "on" : "");
    }
}
