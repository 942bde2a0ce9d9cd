package dev.tollgate.gateway.workspace;

import static dev.tollgate.contract.operation.Declaration.anyCredential;
import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scopeOnly;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.gateway.credential.Standing;
import dev.tollgate.gateway.pipeline.CallHandlers;
import dev.tollgate.gateway.pipeline.Metering;
import java.util.List;
import java.util.Objects;

/** What can be asked about the workspace itself. */
public final class WorkspaceOperations {

    private static final String WORKSPACE = "/control/v1/workspaces/{workspace_id}";
    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final Access AUDITORS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);
    private static final Access MEMBERS =
            roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY);

    public static final Operation<WorkspaceShown.Question, WorkspaceShown> GET = Declaration.read(
                    "get_workspace", "workspace")
            .summary("Show where this credential is")
            .description("The workspace, the modules that are on, and this credential's scopes and limits.")
            .app("GET", "/v1/workspace", anyCredential())
            .takes(WorkspaceShown.Question.class, "{}")
            .gives(WorkspaceShown.class);

    public static final Operation<AuditEvent.Filter, Page<AuditEvent>> LIST_AUDIT_EVENTS = Declaration.read(
                    "list_audit_events", "audit_event")
            .summary("List who did what")
            .description("Newest first. Reads show up within two seconds; refusals alike are counted per second.")
            .app("GET", "/v1/audit-events", scopeOnly("audit:read"))
            .control("GET", WORKSPACE + "/audit-events", AUDITORS)
            .control("GET", TENANT + "/audit-events", WHO_PAYS)
            .takes(AuditEvent.Filter.class, """
                    {"action": "task.create", "outcome": "ok", "limit": 25}""")
            .givesFreePage(AuditEvent.class);

    public static final Operation<RequestShown.Ref, RequestShown> GET_REQUEST = Declaration.read(
                    "get_request", "request")
            .summary("Show one request as a whole")
            .description("The call, its audit events, its usage and the webhook deliveries of its events, found by the "
                    + "request id of its answer.")
            .app("GET", "/v1/requests/{id}", scopeOnly("audit:read"))
            .control("GET", WORKSPACE + "/requests/{id}", MEMBERS)
            .control("GET", TENANT + "/requests/{id}", WHO_PAYS)
            .takes(RequestShown.Ref.class)
            .givesFree(RequestShown.class);

    public static final List<Operation<?, ?>> ALL = List.of(GET, LIST_AUDIT_EVENTS, GET_REQUEST);

    private WorkspaceOperations() {}

    /** Binds what the context of a request answers, without I/O. */
    public static void serveFromContext(CallHandlers handlers, Metering metering) {
        var shown = new ShownWorkspaces(metering);
        handlers.serve(GET, (context, _) -> {
            Standing standing = Objects.requireNonNull(context.workspace(), "an app credential has a workspace");
            return shown.to(context.credential(), standing);
        });
    }
}
