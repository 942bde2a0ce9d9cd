package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;

/** Group of commands on the keys that values of tracked events are hashed with. */
@Command(
        name = "hash-key",
        description = "keys that values of tracked events are hashed with",
        subcommands = {HashKeyRotateCommand.class, HashKeyResealCommand.class})
public final class HashKeyCommand {}
