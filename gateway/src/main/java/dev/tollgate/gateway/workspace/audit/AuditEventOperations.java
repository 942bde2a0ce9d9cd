package dev.tollgate.gateway.workspace.audit;

import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scopeOnly;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.Collections;
import java.util.Set;

/** The operations on audit events and their chain. */
public final class AuditEventOperations {

    private static final String WORKSPACE = "/control/v1/workspaces/{workspace_id}";
    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final String INSTALLATION = "/control/v1";
    private static final Access OPERATORS = roles(Role.OPERATOR);
    private static final Access AUDITORS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);

    public static final Operation<AuditEvent.Filter, Page<AuditEvent>> LIST = Declaration.read(
                    "list_audit_events", "audit_event")
            .summary("List audit events")
            .description("Use this to find out who did what. Newest first. Reads appear within two seconds; identical "
                    + "refusals are counted by the second, service_unavailable by the minute. The list of a tenant has the events of its workspaces too, "
                    + "without their changes, and without from goes back 30 days. A table has no changes.")
            .app("GET", "/v1/audit-events", scopeOnly("audit:read"))
            .control("GET", WORKSPACE + "/audit-events", AUDITORS)
            .control("GET", TENANT + "/audit-events", WHO_PAYS)
            .control("GET", INSTALLATION + "/audit-events", OPERATORS)
            .with(Trait.CSV)
            .takes(AuditEvent.Filter.class, """
                    {"action": "task.create", "outcome": "ok", "limit": 25}""")
            .givesFreePage(AuditEvent.class);

    public static final Operation<NoInput, AuditChain> CHAIN = Declaration.read("get_audit_chain", "audit_chain")
            .summary("Get the state of the audit chain")
            .description(
                    "Returns up to where the audit is sealed, and what still waits for its position. Whether every "
                            + "entry is as it was written is checked by bin/tollgate audit verify.")
            .control("GET", WORKSPACE + "/audit-chain", AUDITORS)
            .control("GET", TENANT + "/audit-chain", WHO_PAYS)
            .control("GET", INSTALLATION + "/audit-chain", OPERATORS)
            .takes(NoInput.class, "{}")
            .givesFree(AuditChain.class);

    private AuditEventOperations() {}

    /** Whether one with these roles in a workspace may list its audit events. */
    static boolean mayList(Set<Role> rolesInWorkspace) {
        return AUDITORS instanceof Access.Roles(var allowed) && !Collections.disjoint(allowed, rolesInWorkspace);
    }
}
