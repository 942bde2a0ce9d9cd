package dev.tollgate.gateway.workspace.audit;

import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scopeOnly;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;

/** The operation on audit events. */
public final class AuditEventOperations {

    private static final String WORKSPACE = "/control/v1/workspaces/{workspace_id}";
    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final Access AUDITORS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);

    public static final Operation<AuditEvent.Filter, Page<AuditEvent>> LIST = Declaration.read(
                    "list_audit_events", "audit_event")
            .summary("List audit events")
            .description("Use this to find out who did what. Newest first. Reads appear within two seconds; identical "
                    + "refusals are counted by the second. The list of a tenant has the events of its workspaces too, "
                    + "without their changes, and without from goes back 30 days. A table has no changes.")
            .app("GET", "/v1/audit-events", scopeOnly("audit:read"))
            .control("GET", WORKSPACE + "/audit-events", AUDITORS)
            .control("GET", TENANT + "/audit-events", WHO_PAYS)
            .with(Trait.CSV)
            .takes(AuditEvent.Filter.class, """
                    {"action": "task.create", "outcome": "ok", "limit": 25}""")
            .givesFreePage(AuditEvent.class);

    private AuditEventOperations() {}
}
