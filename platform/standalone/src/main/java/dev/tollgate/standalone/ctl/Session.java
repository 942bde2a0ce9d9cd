package dev.tollgate.standalone.ctl;

import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * What a command has to work with.
 *
 * @param others all other commands of the program, for completion
 */
record Session(Server server, AdminApi api, Surroundings surroundings, Supplier<CommandLine> others) {}
