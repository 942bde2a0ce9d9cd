package dev.tollgate.gateway.control.setup;

import dev.tollgate.gateway.control.setup.McpSetup.Format;
import dev.tollgate.gateway.control.setup.McpSetup.Method;
import java.util.List;

/** Configuration templates of all known clients. */
final class Recipes {

    private static final String SIGN_IN = "The browser opens for the sign-in when the client first connects.";

    static final List<Recipe> ALL = List.of(
            new Recipe(
                    McpClientKind.CLAUDE_CODE,
                    Method.STATIC,
                    ".mcp.json in the project",
                    Format.JSON,
                    """
                    {
                      "mcpServers": {
                        "tollgate": {
                          "type": "http",
                          "url": "{{url}}",
                          "headers": { "Authorization": "Bearer ${TOLLGATE_TOKEN}" }
                        }
                      }
                    }
                    """,
                    "The token is read from the environment variable TOLLGATE_TOKEN when Claude Code starts."),
            new Recipe(
                    McpClientKind.CLAUDE_CODE,
                    Method.OAUTH,
                    "a shell",
                    Format.SHELL,
                    "claude mcp add --transport http tollgate {{url}}\n",
                    "Then /mcp in Claude Code, and Authenticate."),
            new Recipe(
                    McpClientKind.CLAUDE_DESKTOP,
                    Method.STATIC,
                    "claude_desktop_config.json (Settings, Developer, Edit Config)",
                    Format.JSON,
                    """
                    {
                      "mcpServers": {
                        "tollgate": {
                          "command": "npx",
                          "args": ["-y", "mcp-remote", "{{url}}", "--header", "Authorization:${AUTHORIZATION}"],
                          "env": { "AUTHORIZATION": "Bearer <token of an MCP client>" }
                        }
                      }
                    }
                    """,
                    "Needs Node: connectors of Claude Desktop take no static token, so mcp-remote forwards the requests. "
                            + "Replace the text in angle brackets with the token, and keep the file private."),
            new Recipe(
                    McpClientKind.CLAUDE_DESKTOP,
                    Method.OAUTH,
                    "Settings, Connectors, Add custom connector: name and URL",
                    Format.TEXT,
                    "{{url}}\n",
                    "The endpoint must be reachable from the internet: the connection comes from Anthropic's servers."),
            new Recipe(
                    McpClientKind.CURSOR,
                    Method.STATIC,
                    "~/.cursor/mcp.json, or .cursor/mcp.json in the project",
                    Format.JSON,
                    """
                    {
                      "mcpServers": {
                        "tollgate": {
                          "url": "{{url}}",
                          "headers": { "Authorization": "Bearer ${env:TOLLGATE_TOKEN}" }
                        }
                      }
                    }
                    """,
                    "The token is read from the environment variable TOLLGATE_TOKEN when Cursor starts."),
            new Recipe(
                    McpClientKind.CURSOR,
                    Method.OAUTH,
                    "~/.cursor/mcp.json, or .cursor/mcp.json in the project",
                    Format.JSON,
                    """
                    {
                      "mcpServers": {
                        "tollgate": { "url": "{{url}}" }
                      }
                    }
                    """,
                    SIGN_IN),
            new Recipe(
                    McpClientKind.VS_CODE,
                    Method.STATIC,
                    ".vscode/mcp.json in the project, or MCP: Open User Configuration",
                    Format.JSON,
                    """
                    {
                      "inputs": [
                        {
                          "type": "promptString",
                          "id": "tollgate-token",
                          "description": "Token of a Tollgate MCP client",
                          "password": true
                        }
                      ],
                      "servers": {
                        "tollgate": {
                          "type": "http",
                          "url": "{{url}}",
                          "headers": { "Authorization": "Bearer ${input:tollgate-token}" }
                        }
                      }
                    }
                    """,
                    "VS Code asks for the token once and keeps it in its own store, not in the file."),
            new Recipe(
                    McpClientKind.VS_CODE,
                    Method.OAUTH,
                    ".vscode/mcp.json in the project, or MCP: Open User Configuration",
                    Format.JSON,
                    """
                    {
                      "servers": {
                        "tollgate": { "type": "http", "url": "{{url}}" }
                      }
                    }
                    """,
                    SIGN_IN),
            new Recipe(
                    McpClientKind.CHATGPT,
                    Method.OAUTH,
                    "Settings, Connectors, with Advanced, Developer mode on: Create, authentication OAuth",
                    Format.TEXT,
                    "{{url}}\n",
                    "The endpoint must be reachable from the internet. ChatGPT takes no static token."),
            new Recipe(
                    McpClientKind.INSPECTOR,
                    Method.STATIC,
                    "a shell",
                    Format.SHELL,
                    """
                    npx @modelcontextprotocol/inspector@2 --cli {{url}} --transport http \\
                      --header "Authorization: Bearer $TOLLGATE_TOKEN" --method tools/list
                    """,
                    "The shell reads the token from the environment variable TOLLGATE_TOKEN. The inspector needs Node 22.19 or "
                            + "newer."),
            new Recipe(
                    McpClientKind.INSPECTOR,
                    Method.OAUTH,
                    "npx @modelcontextprotocol/inspector@2, transport Streamable HTTP: URL",
                    Format.TEXT,
                    "{{url}}\n",
                    "Then Open Auth Settings, Quick OAuth Flow, and Connect. The inspector needs Node 22.19 or newer."),
            new Recipe(
                    McpClientKind.JSON,
                    Method.STATIC,
                    "the client's configuration of servers",
                    Format.JSON,
                    """
                    {
                      "type": "streamable-http",
                      "url": "{{url}}",
                      "headers": { "Authorization": "Bearer ${TOLLGATE_TOKEN}" }
                    }
                    """,
                    "If the client does not expand environment variables, write the token instead of ${TOLLGATE_TOKEN}."),
            new Recipe(
                    McpClientKind.JSON,
                    Method.OAUTH,
                    "the client's configuration of servers",
                    Format.JSON,
                    """
                    {
                      "type": "streamable-http",
                      "url": "{{url}}"
                    }
                    """,
                    SIGN_IN));

    private Recipes() {}
}
