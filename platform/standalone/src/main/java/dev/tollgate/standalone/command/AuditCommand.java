package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;

/** Group of audit commands. */
@Command(name = "audit", description = "the audit chain", subcommands = AuditVerifyCommand.class)
public final class AuditCommand {}
