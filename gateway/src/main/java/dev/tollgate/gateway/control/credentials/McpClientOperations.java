package dev.tollgate.gateway.control.credentials;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.McpClientId;
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
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about MCP clients. */
public final class McpClientOperations {

    /** An MCP client to be made. */
    public record NewMcpClient(
            @JsonPropertyDescription("What people call it.") @Size(min = 1, max = Wanted.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("What it may do; only scopes of modules that are on.")
            @Size(min = 1, max = Wanted.SCOPES_MAX) List<String> scopes) {}

    /** Which MCP clients are wanted. */
    public record McpClientQuery(
            @JsonPropertyDescription("MCP clients of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor) {}

    /** One MCP client. */
    public record McpClientRef(
            @JsonPropertyDescription("The id of the MCP client.")
            McpClientId id) {}

    /** What is to become of an MCP client. */
    public record McpClientPatch(
            @JsonPropertyDescription("The id of the MCP client.")
            McpClientId id,

            @JsonPropertyDescription("What people call it.") @NotNull @Size(min = 1, max = Wanted.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("What it may do, in place of what it could.")
            @NotNull @Size(min = 1, max = Wanted.SCOPES_MAX) Patch<List<String>> scopes) {}

    /** A new secret for an MCP client. */
    public record McpClientRotation(
            @JsonPropertyDescription("The id of the MCP client.")
            McpClientId id,

            @JsonPropertyDescription("How long the old secret lives on: 0 to 30 days, a day if you do not say.")
            @Min(0) @Max(Secrets.OVERLAP_SECONDS_MAX) @Nullable Integer overlapSeconds) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/mcp-clients";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<NewMcpClient, IssuedMcpClient> CREATE = Declaration.create(
                    "create_mcp_client", "mcp_client")
            .summary("Create an MCP client")
            .description("The answer holds the secret, which is not shown again. Scopes of a module that is off are "
                    + "refused.")
            .control("POST", ROUTE, WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(NewMcpClient.class, new NewMcpClient("agent", List.of("tasks:read", "tasks:write")))
            .gives(IssuedMcpClient.class, "credential.create");

    public static final Operation<McpClientQuery, Page<McpClient>> LIST = Declaration.read(
                    "list_mcp_clients", "mcp_client")
            .summary("List MCP clients")
            .description("Newest first, revoked ones too.")
            .control("GET", ROUTE, WHO_RUNS)
            .takes(McpClientQuery.class, new McpClientQuery(null, null))
            .givesPage(McpClient.class);

    public static final Operation<McpClientRef, McpClient> GET = Declaration.read("get_mcp_client", "mcp_client")
            .summary("Get an MCP client")
            .control("GET", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(McpClientRef.class)
            .gives(McpClient.class);

    public static final Operation<McpClientPatch, McpClient> UPDATE = Declaration.write(
                    "update_mcp_client", "mcp_client")
            .summary("Update an MCP client")
            .description("Changed scopes hold in every gateway within a second.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(McpClientPatch.class)
            .gives(McpClient.class);

    public static final Operation<McpClientRotation, IssuedMcpClient> ROTATE = Declaration.write(
                    "rotate_mcp_client", "mcp_client")
            .summary("Rotate an MCP client")
            .description("Gives the MCP client a new secret, shown in this answer only. The old one lives on for the "
                    + "overlap, a day unless said; one that was already being replaced ends at once.")
            .control("POST", ONE + "/rotate", WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(McpClientRotation.class)
            .gives(IssuedMcpClient.class);

    public static final Operation<McpClientRef, McpClient> REVOKE = Declaration.reduce(
                    "revoke_mcp_client", "mcp_client")
            .summary("Revoke an MCP client")
            .description("Every gateway refuses its secrets within a second. It cannot be undone.")
            .control("POST", ONE + "/revoke", WHO_RUNS)
            .takes(McpClientRef.class)
            .gives(McpClient.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, ROTATE, REVOKE);

    private McpClientOperations() {}
}
