package dev.tollgate.gateway.control.setup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.credential.McpMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How clients reach a workspace over MCP, by the ways its policy allows. */
public record McpSetup(
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Credentials accepted by the endpoint.")
        McpMode mode,

        @JsonPropertyDescription("URL of the workspace's MCP endpoint.")
        String url,

        @JsonPropertyDescription("Issuer of accepted access tokens. Absent if the installation has none.") @Nullable String issuer,

        @JsonPropertyDescription("A configuration per client and authentication method. Contains no secret.")
        List<Configuration> configurations) {

    public McpSetup {
        configurations = List.copyOf(configurations);
    }

    /** Authentication method of an agent. */
    public enum Method {
        STATIC,
        OAUTH
    }

    /** What a text is. */
    public enum Format {
        JSON,
        SHELL,
        TEXT
    }

    /** What to put where in one client. */
    public record Configuration(
            McpClientKind client,
            String title,
            Method method,

            @JsonPropertyDescription("File or place for the content.")
            String place,

            Format format,
            String content,

            @JsonPropertyDescription("Additional notes.") String note) {}
}
