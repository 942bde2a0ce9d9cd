package dev.tollgate.standalone.mcp;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** An MCP client for the terminal. */
@Command(
        name = "mcp",
        description = "an MCP client: what an agent sees at an endpoint",
        subcommands = {ToolsCommand.class, CallCommand.class, CheckCommand.class})
public final class McpClientCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "this text")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;
}
