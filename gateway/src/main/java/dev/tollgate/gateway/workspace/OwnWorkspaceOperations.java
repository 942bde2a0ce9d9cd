package dev.tollgate.gateway.workspace;

import static dev.tollgate.contract.operation.Declaration.anyCredential;

import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.gateway.pipeline.CallHandlers;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.gateway.workspace.audit.AuditEventOperations;
import dev.tollgate.gateway.workspace.request.RequestOperations;
import java.util.List;

/** Operations on the workspace itself. */
public final class OwnWorkspaceOperations {

    public static final Operation<WorkspaceShown.Question, WorkspaceShown> GET = Declaration.read(
                    "get_workspace", "workspace")
            .summary("Get this credential's workspace")
            .description("Use this first to find out what you can do. Returns the workspace, its enabled modules, "
                    + "this credential's scopes and limits, the time and, with usage:read, what is left to spend. Costs a read; "
                    + "where money is missing, every refused call says why and what helps.")
            .app("GET", "/v1/workspace", anyCredential())
            .takes(WorkspaceShown.Question.class, "{}")
            .gives(WorkspaceShown.class);

    public static final List<Operation<?, ?>> ALL =
            List.of(GET, AuditEventOperations.LIST, AuditEventOperations.CHAIN, RequestOperations.GET);

    private OwnWorkspaceOperations() {}

    /** Binds what the context of a request answers, without I/O. */
    public static void serveFromContext(CallHandlers handlers, Metering metering) {
        var shown = new ShownWorkspaces(metering);
        handlers.serve(GET, (context, _) -> shown.to(context));
    }
}
