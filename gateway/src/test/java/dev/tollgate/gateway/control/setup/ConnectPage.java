package dev.tollgate.gateway.control.setup;

import dev.tollgate.gateway.control.setup.McpSetup.Format;
import dev.tollgate.gateway.control.setup.McpSetup.Method;

/** {@code docs/connect.md}: the recipes of every client, as people read them. */
public final class ConnectPage {

    private static final String SHOWN_URL = "https://tollgate.example/mcp/wrk_…";

    private static final String HEAD = """
            # Connect a client

            Made from the recipes of `ctl mcp-setup get`; do not edit.

            Every workspace has an endpoint of its own, `{public_url}/mcp/{workspace_id}`, for MCP clients of any kind. \
            These texts come ready-made for a workspace, with its address and by the ways its policy allows:

            ```
            bin/tollgate ctl mcp-setup get --client cursor --json
            curl -s "$CONTROL/workspaces/$WORKSPACE/mcp-setup" -H "Authorization: Bearer $TGA"
            ```

            `$CONTROL` is `{public_url}/control/v1`, `$WORKSPACE` the workspace's id, `$TGA` an operator's token, or \
            that of an owner or admin ([README](../README.md#call-it)).

            There are two ways to prove who an agent is, and the workspace's policy (`ctl mcp-policy set`) says which are \
            open:

            * **A static token**, of an MCP client. `ctl mcp-clients create` below prints one, once. None of the texts \
            holds it: they read it from the environment variable `TOLLGATE_TOKEN`, or say where it belongs. With it \
            `{public_url}/mcp` will do too, since it names its workspace.
            * **OAuth**: the client signs its user in at your identity provider and brings that token. \
            [oauth.md](oauth.md) says what has to be set up once.

            ```
            bin/tollgate ctl mcp-clients create --workspace Demo/demo --name my-agent --scopes tasks:read,tasks:write
            export TOLLGATE_TOKEN=tgm_…
            ```

            """;

    private ConnectPage() {}

    /** The page. */
    public static String markdown() {
        var page = new StringBuilder(HEAD);
        for (var client : McpClientKind.values()) {
            page.append("## ").append(client.title()).append("\n\n");
            for (var method : Method.values()) {
                Recipes.ALL.stream()
                        .filter(recipe -> recipe.client() == client && recipe.method() == method)
                        .forEach(recipe -> write(page, recipe));
            }
        }
        return page.toString().stripTrailing() + '\n';
    }

    private static void write(StringBuilder page, Recipe recipe) {
        page.append(recipe.method() == Method.STATIC ? "**With a static token** – " : "**With OAuth** – ")
                .append(recipe.place())
                .append(":\n\n```")
                .append(language(recipe.format()))
                .append('\n')
                .append(recipe.at(SHOWN_URL).content())
                .append("```\n\n")
                .append(recipe.note())
                .append("\n\n");
    }

    private static String language(Format format) {
        return switch (format) {
            case JSON -> "json";
            case SHELL -> "sh";
            case TEXT -> "";
        };
    }
}
