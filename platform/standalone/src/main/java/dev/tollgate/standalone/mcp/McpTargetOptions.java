package dev.tollgate.standalone.mcp;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of every {@code mcp} command. */
final class McpTargetOptions {
    @Parameters(index = "0", paramLabel = "URL", description = "the endpoint, such as https://host/mcp")
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file that holds the token; TOLLGATE_TOKEN, or else that of the running dev for its endpoint")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "JSON, for programs")
    private boolean json;

    McpTarget endpoint() {
        return McpTarget.of(url, tokenFile, System.getenv());
    }

    boolean json() {
        return json;
    }
}
