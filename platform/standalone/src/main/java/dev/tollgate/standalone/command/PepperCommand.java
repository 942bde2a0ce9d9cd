package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;

/** What can be done with peppers. */
@Command(name = "pepper", description = "what secrets are hashed with", subcommands = PepperStatusCommand.class)
public final class PepperCommand {}
