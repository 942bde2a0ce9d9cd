package dev.tollgate.gateway.control.modules;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about the modules of a workspace. */
public final class ModuleOperations {

    /** Which modules are wanted. */
    public record ModuleQuery(
            @JsonPropertyDescription("Modules of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor) {}

    /** A module, on or off. */
    public record ModuleSetting(
            @JsonPropertyDescription("The module's key, such as tasks.")
            String key,

            @JsonPropertyDescription("Whether it is on.") boolean enabled) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/modules";

    public static final Operation<ModuleQuery, Page<ModuleSwitch>> LIST = Declaration.read("list_modules", "module")
            .summary("List the modules of a workspace")
            .description("All that can be switched, ordered by key.")
            .control("GET", ROUTE, roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY))
            .takes(ModuleQuery.class, "{}")
            .givesPage(ModuleSwitch.class);

    public static final Operation<ModuleSetting, ModuleSwitch> SET = Declaration.write("set_module", "module")
            .summary("Switch a module on or off")
            .description("Off stops its scopes in every gateway within a second, and deletes nothing.")
            .control("PUT", ROUTE + "/{key}", roles(Role.OPERATOR, Role.OWNER, Role.ADMIN))
            .inAnyState() // switching on needs it active, which the input tells: the handler refuses that
            .takes(ModuleSetting.class, """
                    {"key": "tasks", "enabled": true}""")
            .gives(ModuleSwitch.class);

    public static final List<Operation<?, ?>> ALL = List.of(LIST, SET);

    private ModuleOperations() {}
}
