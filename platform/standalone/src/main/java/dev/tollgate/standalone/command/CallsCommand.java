package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;

/** Group of commands on metered calls. */
@Command(name = "calls", description = "metered calls", subcommands = CallsExportCommand.class)
public final class CallsCommand {}
