package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;

/** What can be done with the audit. */
@Command(name = "audit", description = "the audit chain", subcommands = AuditVerifyCommand.class)
public final class AuditCommand {}
