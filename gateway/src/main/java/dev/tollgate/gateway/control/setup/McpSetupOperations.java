package dev.tollgate.gateway.control.setup;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on setting up clients for a workspace. */
public final class McpSetupOperations {

    /** Which clients are meant. */
    public record McpSetupQuery(
            @JsonPropertyDescription("Filter by client. Default: all clients.") @Nullable McpClientKind client) {}

    public static final Operation<McpSetupQuery, McpSetup> GET = Declaration.read("get_mcp_setup", "mcp_setup")
            .summary("Get ready-made MCP client configurations")
            .description("Returns configuration for Claude, Cursor, VS Code, ChatGPT, MCP Inspector and others, for "
                    + "the authentication methods that the workspace's MCP policy allows. Contains a placeholder "
                    + "instead of the token.")
            .control(
                    "GET",
                    "/control/v1/workspaces/{workspace_id}/mcp-setup",
                    roles(Role.OPERATOR, Role.OWNER, Role.ADMIN))
            .takes(McpSetupQuery.class, """
                    {"client": "cursor"}""")
            .gives(McpSetup.class);

    public static final List<Operation<?, ?>> ALL = List.of(GET);

    private McpSetupOperations() {}
}
