package dev.tollgate.standalone.ctl;

import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Context of a command.
 *
 * @param others all other commands of the program, for completion
 */
record CommandContext(ApiServer server, AdminApi api, CommandEnvironment environment, Supplier<CommandLine> others) {}
