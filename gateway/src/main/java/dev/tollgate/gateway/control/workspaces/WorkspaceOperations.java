package dev.tollgate.gateway.control.workspaces;

import static dev.tollgate.contract.operation.Declaration.everyRole;
import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on workspaces. */
public final class WorkspaceOperations {

    private static final String TIME_ZONE =
            "IANA name of the time zone in which days that callers give for times are meant, such as Europe/Berlin.";

    /** A workspace to be made. */
    public record NewWorkspace(
            @JsonPropertyDescription("Display name.") @Size(min = 1, max = Workspace.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription(
                    "Slug, such as acme-production; unique in the tenant and immutable. Free again when its workspace "
                            + "can no longer be restored. Default: derived from the name.")
            @Pattern(regexp = Workspace.SLUG) @Nullable String slug,

            @JsonPropertyDescription(TIME_ZONE + " Default UTC.")
            @Size(min = 1, max = Workspace.TIME_ZONE_CHARS_MAX) @Nullable String timeZone) {

        /** One in UTC. */
        public NewWorkspace(String name, @Nullable String slug) {
            this(name, slug, null);
        }
    }

    /** Which workspaces of a tenant are wanted. */
    public record WorkspaceQuery(
            @JsonPropertyDescription("Filter by slug.") @Nullable String slug,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** Changes to a workspace. */
    public record WorkspacePatch(
            @JsonPropertyDescription("Display name.") @NotNull @Size(min = 1, max = Workspace.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription(TIME_ZONE) @NotNull @Size(min = 1, max = Workspace.TIME_ZONE_CHARS_MAX) Patch<String> timeZone) {}

    private static final String OF_TENANT = "/control/v1/tenants/{tenant_id}/workspaces";
    private static final String ONE = "/control/v1/workspaces/{workspace_id}";
    private static final Access OPERATOR = roles(Role.OPERATOR);
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);
    private static final Access ANY_MEMBER = everyRole();

    public static final Operation<NewWorkspace, Workspace> CREATE = Declaration.create("create_workspace", "workspace")
            .summary("Create a workspace")
            .description("Returns the new workspace. All modules are disabled at first. Without a slug, one is "
                    + "derived from the name.")
            .control("POST", OF_TENANT, WHO_PAYS)
            .takes(NewWorkspace.class, """
                    {"name": "Acme production"}""")
            .gives(Workspace.class, "workspace.create");

    public static final Operation<WorkspaceQuery, Page<Workspace>> LIST = Declaration.read(
                    "list_workspaces", "workspace")
            .summary("List the workspaces of a tenant")
            .description("Newest first, including archived ones.")
            .control("GET", OF_TENANT, WHO_PAYS)
            .takes(WorkspaceQuery.class, "{}")
            .givesPage(Workspace.class);

    public static final Operation<NoInput, Workspace> READ = Declaration.read("read_workspace", "workspace")
            .summary("Get a workspace")
            .control("GET", ONE, ANY_MEMBER)
            .with(Trait.CONDITIONAL)
            .takes(NoInput.class, "{}")
            .gives(Workspace.class);

    public static final Operation<WorkspacePatch, Workspace> UPDATE = Declaration.write("update_workspace", "workspace")
            .summary("Update a workspace")
            .description("Changes name and time zone; only the fields that are sent.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .whileActive()
            .takes(WorkspacePatch.class, """
                    {"name": "Acme Inc."}""")
            .gives(Workspace.class);

    public static final Operation<NoInput, Workspace> ARCHIVE = Declaration.reduce("archive_workspace", "workspace")
            .summary("Archive a workspace")
            .description("Its credentials stop working at once; no data is deleted. It can be restored for 30 days.")
            .control("POST", ONE + "/archive", WHO_PAYS)
            .whileStatus(Workspace.Status.ACTIVE, Workspace.Status.SUSPENDED)
            .takes(NoInput.class, "{}")
            .gives(Workspace.class);

    public static final Operation<NoInput, Workspace> RESTORE = Declaration.write("restore_workspace", "workspace")
            .summary("Restore an archived workspace")
            .description("Possible within 30 days after archiving. A workspace that was suspended before is suspended "
                    + "again.")
            .control("POST", ONE + "/restore", WHO_PAYS)
            .inAnyState()
            .whileStatus(Workspace.Status.ARCHIVED)
            .takes(NoInput.class, "{}")
            .gives(Workspace.class);

    public static final Operation<NoInput, Workspace> SUSPEND = Declaration.write("suspend_workspace", "workspace")
            .summary("Suspend a workspace")
            .description("Its credentials stop working at once, until the workspace is resumed.")
            .control("POST", ONE + "/suspend", OPERATOR)
            .inAnyState()
            .whileStatus(Workspace.Status.ACTIVE)
            .takes(NoInput.class, "{}")
            .gives(Workspace.class);

    public static final Operation<NoInput, Workspace> RESUME = Declaration.write("resume_workspace", "workspace")
            .summary("Resume a suspended workspace")
            .control("POST", ONE + "/resume", OPERATOR)
            .inAnyState()
            .whileStatus(Workspace.Status.SUSPENDED)
            .takes(NoInput.class, "{}")
            .gives(Workspace.class);

    public static final List<Operation<?, ?>> ALL =
            List.of(CREATE, LIST, READ, UPDATE, ARCHIVE, RESTORE, SUSPEND, RESUME);

    private WorkspaceOperations() {}
}
