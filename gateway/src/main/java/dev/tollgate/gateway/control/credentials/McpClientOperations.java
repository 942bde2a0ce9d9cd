package dev.tollgate.gateway.control.credentials;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;
import java.util.UUID;

/** What can be asked about MCP clients. */
public final class McpClientOperations {

    /** Stands in examples where the path names the workspace. */
    private static final WorkspaceId ANY = new WorkspaceId(new UUID(0, 0));

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/mcp-clients";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<McpClient.New, McpClient.Issued> CREATE = Declaration.create(
                    "create_mcp_client", "mcp_client")
            .summary("Create an MCP client")
            .description("The answer holds the secret, which is not shown again. Scopes of a module that is off are "
                    + "refused.")
            .control("POST", ROUTE, WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(McpClient.New.class, new McpClient.New(ANY, "agent", List.of("tasks:read", "tasks:write")))
            .gives(McpClient.Issued.class, "credential.create");

    public static final Operation<McpClient.Filter, Page<McpClient>> LIST = Declaration.read(
                    "list_mcp_clients", "mcp_client")
            .summary("List MCP clients")
            .description("Newest first, revoked ones too.")
            .control("GET", ROUTE, WHO_RUNS)
            .takes(McpClient.Filter.class, new McpClient.Filter(ANY, 25, null))
            .givesPage(McpClient.class);

    public static final Operation<McpClient.Ref, McpClient> GET = Declaration.read("get_mcp_client", "mcp_client")
            .summary("Get an MCP client")
            .control("GET", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(McpClient.Ref.class)
            .gives(McpClient.class);

    public static final Operation<McpClient.Update, McpClient> UPDATE = Declaration.write(
                    "update_mcp_client", "mcp_client")
            .summary("Update an MCP client")
            .description("Changed scopes hold in every gateway within a second.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(McpClient.Update.class)
            .gives(McpClient.class);

    public static final Operation<McpClient.Rotation, McpClient.Issued> ROTATE = Declaration.write(
                    "rotate_mcp_client", "mcp_client")
            .summary("Rotate an MCP client")
            .description("Gives the MCP client a new secret, shown in this answer only. The old one lives on for the "
                    + "overlap, a day unless said; one that was already being replaced ends at once.")
            .control("POST", ONE + "/rotate", WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(McpClient.Rotation.class)
            .gives(McpClient.Issued.class);

    public static final Operation<McpClient.Ref, McpClient> REVOKE = Declaration.reduce(
                    "revoke_mcp_client", "mcp_client")
            .summary("Revoke an MCP client")
            .description("Every gateway refuses its secrets within a second. It cannot be undone.")
            .control("POST", ONE + "/revoke", WHO_RUNS)
            .takes(McpClient.Ref.class)
            .gives(McpClient.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, ROTATE, REVOKE);

    private McpClientOperations() {}
}
