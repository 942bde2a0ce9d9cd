package dev.tollgate.gateway.control.modules;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import java.util.List;
import java.util.UUID;

/** What can be asked about the modules of a workspace. */
public final class ModuleOperations {

    /** Stands in examples where the path names the workspace. */
    private static final WorkspaceId ANY = new WorkspaceId(new UUID(0, 0));

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/modules";

    public static final Operation<ModuleSwitch.Filter, Page<ModuleSwitch>> LIST = Declaration.read(
                    "list_modules", "module")
            .summary("List the modules of a workspace")
            .description("All that can be switched, ordered by key.")
            .control("GET", ROUTE, roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY))
            .takes(ModuleSwitch.Filter.class)
            .givesPage(ModuleSwitch.class);

    public static final Operation<ModuleSwitch.Setting, ModuleSwitch> SET = Declaration.write("set_module", "module")
            .summary("Switch a module on or off")
            .description("Off stops its scopes in every gateway within a second, and deletes nothing.")
            .control("PUT", ROUTE + "/{key}", roles(Role.OPERATOR, Role.OWNER, Role.ADMIN))
            .takes(ModuleSwitch.Setting.class, new ModuleSwitch.Setting(ANY, "tasks", true))
            .gives(ModuleSwitch.class);

    public static final List<Operation<?, ?>> ALL = List.of(LIST, SET);

    private ModuleOperations() {}
}
