package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;

/** Group of pepper commands. */
@Command(name = "pepper", description = "what secrets are hashed with", subcommands = PepperStatusCommand.class)
public final class PepperCommand {}
