package dev.tollgate.gateway.control.grants;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.McpGrantId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on the MCP grants of a workspace. */
public final class McpGrantOperations {

    private static final String SCOPES =
            "Scopes that the person's agents may use at most, within their role. An empty list denies "
                    + "everything. Only scopes of enabled modules.";

    /** A grant to be made. */
    public record NewMcpGrant(
            @JsonPropertyDescription(
                    "Person whose agents are restricted: the sub claim of their tokens from your identity provider, "
                            + "such as user_01H7.")
            @Pattern(regexp = McpGrant.SUBJECT) String subject,

            @JsonPropertyDescription(SCOPES) @Size(max = McpGrant.SCOPES_MAX) List<String> scopes,

            @JsonPropertyDescription(BudgetTerms.FIELD) @Nullable BudgetTerms budget) {}
    /** Which grants are wanted. */
    public record McpGrantQuery(
            @JsonPropertyDescription("Filter by subject.") @Nullable String subject,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** One grant. */
    public record McpGrantRef(
            @JsonPropertyDescription("ID of the grant.") McpGrantId id) {}

    /** Changes to a grant. */
    public record McpGrantPatch(
            @JsonPropertyDescription("ID of the grant.") McpGrantId id,

            @JsonPropertyDescription(SCOPES) @NotNull @Size(max = McpGrant.SCOPES_MAX) Patch<List<String>> scopes,

            @JsonPropertyDescription(BudgetTerms.CHANGED) Patch<BudgetTerms> budget) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/mcp-grants";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<NewMcpGrant, McpGrant> CREATE = Declaration.create("create_mcp_grant", "mcp_grant")
            .summary("Restrict what a person's agents may do over MCP")
            .description("Takes effect in every gateway within a second, also for connected agents. A grant only "
                    + "restricts: the person also needs a membership in the workspace.")
            .control("POST", ROUTE, WHO_RUNS)
            .takes(NewMcpGrant.class, """
                    {"subject": "user_01ADA", "scopes": ["tasks:read"]}""")
            .gives(McpGrant.class);

    public static final Operation<McpGrantQuery, Page<McpGrant>> LIST = Declaration.read("list_mcp_grants", "mcp_grant")
            .summary("List the MCP grants of a workspace")
            .description("Newest first.")
            .control("GET", ROUTE, WHO_RUNS)
            .takes(McpGrantQuery.class, "{}")
            .givesPage(McpGrant.class);

    public static final Operation<McpGrantRef, McpGrant> GET = Declaration.read("get_mcp_grant", "mcp_grant")
            .summary("Get an MCP grant")
            .control("GET", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(McpGrantRef.class)
            .gives(McpGrant.class);

    public static final Operation<McpGrantPatch, McpGrant> UPDATE = Declaration.write("update_mcp_grant", "mcp_grant")
            .summary("Update the scopes or the budget of an MCP grant")
            .description("Takes effect in every gateway within a second, also for connected agents.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .whileActive()
            .takes(McpGrantPatch.class)
            .gives(McpGrant.class);

    public static final Operation<McpGrantRef, McpGrant> DELETE = Declaration.write("delete_mcp_grant", "mcp_grant")
            .summary("Delete an MCP grant")
            .description("Removes the restriction: the person's agents may then do everything their role allows. To "
                    + "deny everything, grant no scope or delete the membership.")
            .control("DELETE", ONE, WHO_RUNS)
            .inAnyState()
            .takes(McpGrantRef.class)
            .gives(McpGrant.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, DELETE);

    private McpGrantOperations() {}
}
