package dev.tollgate.gateway.mcp.capability;

/**
 * The server's description of itself in {@code initialize} and {@code server/discover}. Must fit its
 * {@link McpCapabilities}.
 *
 * @param instructions for the model
 * @param logging whether its tools send log messages
 */
public record ServerProfile(
        String instructions, boolean resources, boolean prompts, boolean completions, boolean logging) {

    /** Whether there is such a list. */
    public boolean lists(ListKind kind) {
        return switch (kind) {
            case TOOLS -> true;
            case RESOURCES -> resources;
            case PROMPTS -> prompts;
        };
    }
}
