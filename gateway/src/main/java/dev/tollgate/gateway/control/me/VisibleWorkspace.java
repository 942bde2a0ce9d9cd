package dev.tollgate.gateway.control.me;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.control.workspaces.Workspace;
import dev.tollgate.runtime.postgres.EnumColumn;
import io.vertx.sqlclient.Row;

/** A workspace that the caller may see. */
public record VisibleWorkspace(
        WorkspaceId id,
        String name,
        String slug,
        Workspace.Status status,
        TenantId tenantId,
        String tenantName,

        @JsonPropertyDescription("Role of the caller: that of the membership, else tenant_owner or operator.")
        Role role) {

    static VisibleWorkspace of(Row row) {
        return new VisibleWorkspace(
                new WorkspaceId(row.getUUID("id")),
                row.getString("name"),
                row.getString("slug"),
                EnumColumn.read(row, "status", Workspace.Status.class),
                new TenantId(row.getUUID("tenant_id")),
                row.getString("tenant_name"),
                EnumColumn.read(row, "role", Role.class));
    }
}
