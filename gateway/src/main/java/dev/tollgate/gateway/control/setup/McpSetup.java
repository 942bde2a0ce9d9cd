package dev.tollgate.gateway.control.setup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.credential.McpMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MCP client configurations for a workspace, by the authentication methods that its policy allows. */
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

    /** Format of a configuration text. */
    public enum Format {
        JSON,
        SHELL,
        TEXT
    }

    /** The configuration of one client, and where it belongs. */
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
