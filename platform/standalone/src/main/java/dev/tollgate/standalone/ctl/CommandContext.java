package dev.tollgate.standalone.ctl;

import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * What a command has to work with.
 *
 * @param others all other commands of the program, for completion
 */
record CommandContext(ApiServer server, AdminApi api, CommandEnvironment surroundings, Supplier<CommandLine> others) {

    /** The file of {@code ctl use}. */
    Path choice() {
        return surroundings.choice(server.root(), server.isDev());
    }
}
