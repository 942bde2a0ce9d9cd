package dev.tollgate.gateway.control.tenants;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.runtime.postgres.EnumColumn;
import io.vertx.sqlclient.Row;

/** A tenant as its table keeps it, with the plan of its account. */
final class TenantRow {

    /** The columns that {@link #of} reads, from the table named {@code t}. */
    static final String COLUMNS = """
            t.id, t.name, t.kind, t.external_organization_id, t.version, t.source, t.last_actor, t.created_at, t.updated_at,
            billing.plan_of(t.id) AS plan
            """;

    private TenantRow() {}

    static Tenant of(Row row) {
        return new Tenant(
                new TenantId(row.getUUID("id")),
                row.getString("name"),
                EnumColumn.read(row, "kind", Tenant.Kind.class),
                row.getString("plan"),
                row.getString("external_organization_id"),
                RowVersions.time(row, "created_at"),
                RowVersions.time(row, "updated_at"),
                row.getLong("version"),
                row.getString("source"),
                row.getString("last_actor"));
    }
}
