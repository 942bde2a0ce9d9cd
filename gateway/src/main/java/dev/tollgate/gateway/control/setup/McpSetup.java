package dev.tollgate.gateway.control.setup;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.credential.McpMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How clients reach a workspace over MCP, by the ways its policy allows. */
public record McpSetup(
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Which credentials open the endpoint.")
        McpMode mode,

        @JsonPropertyDescription("The workspace's endpoint.")
        String url,

        @JsonPropertyDescription("Whose access tokens it takes; absent where the installation has no issuer.") @Nullable String issuer,

        @JsonPropertyDescription("A text for each client and each way it can come; none holds a secret.")
        List<Configuration> configurations) {

    public McpSetup {
        configurations = List.copyOf(configurations);
    }

    /** How an agent proves who it is. */
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

            @JsonPropertyDescription("The file, or where else the content belongs.")
            String place,

            Format format,
            String content,

            @JsonPropertyDescription("What else is to be known.")
            String note) {}
}
