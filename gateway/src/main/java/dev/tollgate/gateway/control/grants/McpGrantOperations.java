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
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about the MCP grants of a workspace. */
public final class McpGrantOperations {

    private static final String SCOPES =
            "What their agents may do at most, within what their role allows; none for nothing. Only scopes of modules "
                    + "that are on.";

    /** A grant to be made. */
    public record NewMcpGrant(
            @JsonPropertyDescription("Whose agents: the sub claim of the tokens your identity provider gives them.")
            @Pattern(regexp = McpGrant.SUBJECT) String subject,

            @JsonPropertyDescription(SCOPES) @Size(max = McpGrant.SCOPES_MAX) List<String> scopes) {}

    /** Which grants are wanted. */
    public record McpGrantQuery(
            @JsonPropertyDescription("Only the grant of this subject.") @Nullable String subject,

            @JsonPropertyDescription("Grants of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor) {}

    /** One grant. */
    public record McpGrantRef(
            @JsonPropertyDescription("The id of the grant.") McpGrantId id) {}

    /** What is to become of a grant. */
    public record McpGrantPatch(
            @JsonPropertyDescription("The id of the grant.") McpGrantId id,

            @JsonPropertyDescription(SCOPES) @NotNull @Size(max = McpGrant.SCOPES_MAX) Patch<List<String>> scopes) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/mcp-grants";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<NewMcpGrant, McpGrant> CREATE = Declaration.create("create_mcp_grant", "mcp_grant")
            .summary("Narrow what somebody's agents may do over MCP")
            .description("Holds in every gateway within a second, also for agents that are connected. A grant lets "
                    + "nobody in: they need a membership.")
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
            .summary("Change the scopes of an MCP grant")
            .description("Holds in every gateway within a second, also for agents that are connected.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .whileActive()
            .takes(McpGrantPatch.class)
            .gives(McpGrant.class);

    public static final Operation<McpGrantRef, McpGrant> DELETE = Declaration.write("delete_mcp_grant", "mcp_grant")
            .summary("Delete an MCP grant")
            .description(
                    "From then on their agents may do all that their role allows. To let them do nothing, grant no "
                            + "scope or delete their membership.")
            .control("DELETE", ONE, WHO_RUNS)
            .inAnyState()
            .takes(McpGrantRef.class)
            .gives(McpGrant.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, DELETE);

    private McpGrantOperations() {}
}
