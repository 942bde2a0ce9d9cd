package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;

/** A workspace as its table keeps it. */
final class WorkspaceRow {

    /** The columns that {@link #of} reads. */
    static final String COLUMNS = """
            tenant_id, id, slug, name, time_zone, status, suspended_at, archived_at, version, source, last_actor, created_at, updated_at
            """;

    private WorkspaceRow() {}

    static Workspace of(Row row) {
        return new Workspace(
                new WorkspaceId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                row.getString("slug"),
                row.getString("name"),
                row.getString("time_zone"),
                EnumColumn.read(row, "status", Workspace.Status.class),
                TimeColumn.read(row, "suspended_at"),
                TimeColumn.read(row, "archived_at"),
                RowVersions.time(row, "created_at"),
                RowVersions.time(row, "updated_at"),
                row.getLong("version"),
                row.getString("source"),
                row.getString("last_actor"));
    }
}
