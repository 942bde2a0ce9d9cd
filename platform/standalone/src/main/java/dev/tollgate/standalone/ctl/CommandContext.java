package dev.tollgate.standalone.ctl;

import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Context of a command.
 *
 * @param others all other commands of the program, for completion
 */
record CommandContext(ApiServer server, AdminApi api, CommandEnvironment environment, Supplier<CommandLine> others) {

    /** The file of {@code ctl use}. */
    Path choice() {
        return environment.choice(server.root(), server.isDev());
    }
}
