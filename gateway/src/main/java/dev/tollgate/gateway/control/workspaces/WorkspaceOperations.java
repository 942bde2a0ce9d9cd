package dev.tollgate.gateway.control.workspaces;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;
import java.util.UUID;

/** What can be asked about workspaces. */
public final class WorkspaceOperations {

    /** Stands in examples where the path names the tenant. */
    private static final TenantId ANY_TENANT = new TenantId(new UUID(0, 0));

    private static final String OF_TENANT = "/control/v1/tenants/{tenant_id}/workspaces";
    private static final String ONE = "/control/v1/workspaces/{workspace_id}";
    private static final Access OPERATOR = roles(Role.OPERATOR);
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.TENANT_OWNER, Role.OWNER, Role.ADMIN);
    private static final Access ANY_MEMBER =
            roles(Role.OPERATOR, Role.TENANT_OWNER, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY);

    public static final Operation<Workspace.New, Workspace> CREATE = Declaration.create("create_workspace", "workspace")
            .summary("Create a workspace")
            .description("All modules start switched off. Without a slug one is made from the name.")
            .control("POST", OF_TENANT, WHO_PAYS)
            .takes(Workspace.New.class, new Workspace.New(ANY_TENANT, "Acme production", null))
            .gives(Workspace.class, "workspace.create");

    public static final Operation<Workspace.Filter, Page<Workspace>> LIST = Declaration.read(
                    "list_workspaces", "workspace")
            .summary("List the workspaces of a tenant")
            .description("Newest first, archived ones too.")
            .control("GET", OF_TENANT, WHO_PAYS)
            .takes(Workspace.Filter.class)
            .givesPage(Workspace.class);

    public static final Operation<Workspace.Ref, Workspace> READ = Declaration.read("read_workspace", "workspace")
            .summary("Get a workspace")
            .control("GET", ONE, ANY_MEMBER)
            .with(Trait.CONDITIONAL)
            .takes(Workspace.Ref.class)
            .gives(Workspace.class);

    public static final Operation<Workspace.Update, Workspace> UPDATE = Declaration.write(
                    "update_workspace", "workspace")
            .summary("Rename a workspace")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(Workspace.Update.class)
            .gives(Workspace.class);

    public static final Operation<Workspace.Ref, Workspace> ARCHIVE = Declaration.reduce(
                    "archive_workspace", "workspace")
            .summary("Archive a workspace")
            .description("Its credentials stop at once; nothing is deleted. It can be restored for 30 days.")
            .control("POST", ONE + "/archive", WHO_PAYS)
            .takes(Workspace.Ref.class)
            .gives(Workspace.class);

    public static final Operation<Workspace.Ref, Workspace> RESTORE = Declaration.write(
                    "restore_workspace", "workspace")
            .summary("Restore an archived workspace")
            .description("Within 30 days of its archiving. A workspace that was suspended before is so again.")
            .control("POST", ONE + "/restore", WHO_PAYS)
            .takes(Workspace.Ref.class)
            .gives(Workspace.class);

    public static final Operation<Workspace.Ref, Workspace> SUSPEND = Declaration.write(
                    "suspend_workspace", "workspace")
            .summary("Suspend a workspace")
            .description("Its credentials stop at once, until the workspace is resumed.")
            .control("POST", ONE + "/suspend", OPERATOR)
            .takes(Workspace.Ref.class)
            .gives(Workspace.class);

    public static final Operation<Workspace.Ref, Workspace> RESUME = Declaration.write("resume_workspace", "workspace")
            .summary("Resume a suspended workspace")
            .control("POST", ONE + "/resume", OPERATOR)
            .takes(Workspace.Ref.class)
            .gives(Workspace.class);

    public static final List<Operation<?, ?>> ALL =
            List.of(CREATE, LIST, READ, UPDATE, ARCHIVE, RESTORE, SUSPEND, RESUME);

    private WorkspaceOperations() {}
}
