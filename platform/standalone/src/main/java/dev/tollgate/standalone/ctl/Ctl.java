package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.DocumentCache;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code bin/tollgate ctl}: from arguments to an exit code. */
public final class Ctl {
    static final String PROGRAM = "bin/tollgate ctl";
    private static final Set<String> OURS = Set.of(UseCommand.NAME, CompletionCommand.NAME);

    private final CommandEnvironment environment;
    private final RetryPolicy retries;
    private final Supplier<CommandLine> others;

    Ctl(CommandEnvironment environment, RetryPolicy retries, Supplier<CommandLine> others) {
        this.environment = environment;
        this.retries = retries;
        this.others = others;
    }

    /**
     * The one of this process.
     *
     * @param others all other commands of the program, for completion
     */
    public static Ctl ofProcess(Supplier<CommandLine> others) {
        return new Ctl(CommandEnvironment.ofProcess(), RetryPolicy.USUAL, others);
    }

    /** Runs a command to its end; its exit code. */
    public int run(List<String> arguments) {
        if (arguments.equals(List.of("--version"))) {
            others.get().printVersionHelp(environment.out());
            environment.out().flush();
            return ExitCode.OK.number();
        }
        var ordered = CommonOptions.ordered(arguments);
        try {
            return asked(ordered);
        } catch (CtlFailure failure) {
            return asksForHelp(ordered) ? helped(ordered) : printed(failure);
        }
    }

    private static boolean asksForHelp(List<String> arguments) {
        return arguments.contains("--help") || arguments.contains("-h");
    }

    private int asked(List<String> arguments) {
        var server = ApiServer.meant(
                CommonOptions.early(arguments, CommonOptions.CONTROL),
                CommonOptions.early(arguments, CommonOptions.TOKEN_FILE),
                environment);
        try (var api = new AdminApi(server, retries)) {
            ControlDocument document = ServedDocument.of(server, api, new DocumentCache(environment.documents(server)));
            return executed(new CommandContext(server, api, environment, others), document, arguments);
        }
    }

    /** Help where no server is known, or none has told its commands: by the document of this build. */
    private int helped(List<String> arguments) {
        var nowhere = new ApiServer(
                "http://localhost", TargetDefaults.NONE, new ApiServer.Credential(null, "nowhere"), false);
        try (var api = new AdminApi(nowhere, retries)) {
            var document = ShippedDocument.kept(new DocumentCache(environment.shippedDocument()));
            return executed(new CommandContext(nowhere, api, environment, others), document, arguments);
        }
    }

    private int executed(CommandContext context, ControlDocument document, List<String> arguments) {
        return new CommandTree(context, document)
                .of(PROGRAM, arguments)
                .setOut(environment.out())
                .setErr(environment.err())
                .setParameterExceptionHandler((misuse, _) -> misused(misuse, document, arguments))
                .setExecutionExceptionHandler(this::failed)
                .execute(arguments.toArray(String[]::new));
    }

    private int misused(ParameterException misuse, ControlDocument document, List<String> arguments) {
        var err = environment.err();
        var spec = misuse.getCommandLine().getCommandSpec();
        var hint = isNoCommand(misuse) ? meant(document, arguments) : "Try: " + spec.qualifiedName() + " --help";
        err.println("ctl: " + message(misuse) + ". " + hint);
        err.flush();
        return ExitCode.USAGE.number();
    }

    private static boolean isNoCommand(ParameterException misuse) {
        return misuse instanceof UnmatchedArgumentException unmatched
                && !misuse.getCommandLine().getSubcommands().isEmpty()
                && !unmatched.getUnmatched().getFirst().startsWith("-");
    }

    private static String meant(ControlDocument document, List<String> arguments) {
        var verbs = new TreeMap<String, Set<String>>();
        document.commands().forEach((group, operations) -> verbs.put(group, operations.keySet()));
        OURS.forEach(command -> verbs.put(command, Set.of()));
        var meant = new Suggestions(verbs).of(arguments.getFirst(), arguments.size() > 1 ? arguments.get(1) : null);
        return meant == null ? "Try: " + PROGRAM + " --help" : "Did you mean: " + PROGRAM + ' ' + meant;
    }

    private static String message(ParameterException misuse) {
        var spec = misuse.getCommandLine().getCommandSpec();
        if (misuse instanceof UnmatchedArgumentException unmatched
                && !spec.subcommands().isEmpty()) {
            var word = unmatched.getUnmatched().getFirst();
            return word.startsWith("-")
                    ? "there is no option " + word + " here"
                    : "there is no command " + (spec.parent() == null ? "" : spec.name() + ' ') + word;
        }
        var message = misuse.getMessage();
        return message == null ? "wrong usage" : message.strip().replaceFirst("\\.$", "");
    }

    private int failed(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CtlFailure ctlFailure) {
            return printed(ctlFailure);
        }
        environment.err().println("ctl: internal error: " + failure);
        environment.err().flush();
        return ExitCode.BROKEN.number();
    }

    private int printed(CtlFailure failure) {
        environment.out().flush();
        var lines = failure.lines();
        environment.err().println("ctl: " + lines.getFirst());
        lines.stream().skip(1).forEach(environment.err()::println);
        environment.err().flush();
        return failure.code().number();
    }
}
