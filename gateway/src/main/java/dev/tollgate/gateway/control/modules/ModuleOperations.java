package dev.tollgate.gateway.control.modules;

import static dev.tollgate.contract.operation.Declaration.everyRole;
import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on the modules of a workspace. */
public final class ModuleOperations {

    /** Which modules are wanted. */
    public record ModuleQuery(
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** A module, on or off. */
    public record ModuleSetting(
            @JsonPropertyDescription("Key of the module, such as tasks.")
            String key,

            @JsonPropertyDescription("Whether the module is enabled.")
            boolean enabled,

            @JsonPropertyDescription("Of the module activity: events that are logged, free of charge, at most 100 "
                    + "activities a minute. Replaces all rules; [] removes them. Default: as they are.")
            @Size(max = EventRule.RULES_MAX) @Nullable List<EventRule> rules) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/modules";

    public static final Operation<ModuleQuery, Page<ModuleSwitch>> LIST = Declaration.read("list_modules", "module")
            .summary("List the modules of a workspace")
            .description("Returns every module that can be switched and whether it is enabled, ordered by key.")
            .control("GET", ROUTE, everyRole())
            .takes(ModuleQuery.class, "{}")
            .givesPage(ModuleSwitch.class);

    public static final Operation<ModuleSetting, ModuleSwitch> SET = Declaration.write("set_module", "module")
            .summary("Enable or disable a module")
            .description("Takes effect in every gateway within a second. Disabling a module stops its scopes; it "
                    + "deletes no data. Also sets the rules by which the Activity Log logs events.")
            .control("PUT", ROUTE + "/{key}", roles(Role.OPERATOR, Role.OWNER, Role.ADMIN))
            .inAnyState() // switching on needs it active, which the input tells: the handler refuses that
            .takes(ModuleSetting.class, """
                    {"key": "tasks", "enabled": true}""")
            .gives(ModuleSwitch.class);

    public static final List<Operation<?, ?>> ALL = List.of(LIST, SET);

    private ModuleOperations() {}
}
