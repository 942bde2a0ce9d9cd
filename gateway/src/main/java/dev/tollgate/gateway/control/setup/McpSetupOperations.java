package dev.tollgate.gateway.control.setup;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about setting up clients for a workspace. */
public final class McpSetupOperations {

    /** Which clients are meant. */
    public record McpSetupQuery(
            @JsonPropertyDescription("Only this client; all, if you do not say.") @Nullable McpClientKind client) {}

    public static final Operation<McpSetupQuery, McpSetup> GET = Declaration.read("get_mcp_setup", "mcp_setup")
            .summary("Get ready-made MCP client configurations")
            .description("What to put where in Claude, Cursor, VS Code, ChatGPT, MCP Inspector and others, by the ways "
                    + "the workspace's MCP policy allows. Never holds a secret: a placeholder stands for the token.")
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
