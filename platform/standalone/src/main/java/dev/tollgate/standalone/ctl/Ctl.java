package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.DocumentCache;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code bin/tollgate ctl}: from arguments to an exit code. */
public final class Ctl {
    static final String PROGRAM = "bin/tollgate ctl";

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
        try {
            return asked(CommonOptions.ordered(arguments));
        } catch (CtlFailure failure) {
            if (arguments.contains("--help") || arguments.contains("-h")) {
                return bareHelp(failure);
            }
            return told(failure);
        }
    }

    private int asked(List<String> arguments) {
        var server = ApiServer.meant(
                CommonOptions.early(arguments, CommonOptions.CONTROL),
                CommonOptions.early(arguments, CommonOptions.TOKEN_FILE),
                environment);
        try (var api = new AdminApi(server, retries)) {
            ControlDocument document = ServedDocument.of(server, api, new DocumentCache(environment.documents(server)));
            var tree = new CommandTree(new CommandContext(server, api, environment, others), document);
            return tree.commandLine(PROGRAM, arguments.isEmpty() ? "" : arguments.getFirst())
                    .setOut(environment.out())
                    .setErr(environment.err())
                    .setParameterExceptionHandler(this::misused)
                    .setExecutionExceptionHandler(this::failed)
                    .execute(arguments.toArray(String[]::new));
        }
    }

    /** Help without commands: no server has sent its document yet. */
    private int bareHelp(CtlFailure failure) {
        RootHelp.configured(new CommandLine(RootHelp.spec(PROGRAM))).usage(environment.out());
        environment.out().println();
        environment
                .out()
                .println(
                        "Its commands are the server's, and: " + failure.lines().getFirst());
        environment.out().flush();
        return ExitCode.OK.number();
    }

    private int misused(ParameterException misuse, String[] arguments) {
        var err = environment.err();
        var command = misuse.getCommandLine();
        err.println("ctl: " + message(misuse));
        if (!UnmatchedArgumentException.printSuggestions(misuse, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return ExitCode.USAGE.number();
    }

    private static String message(ParameterException misuse) {
        var spec = misuse.getCommandLine().getCommandSpec();
        if (misuse instanceof UnmatchedArgumentException unmatched
                && !spec.subcommands().isEmpty()) {
            var word = unmatched.getUnmatched().getFirst();
            return word.startsWith("-")
                    ? "there is no option " + word + " here"
                    : "there is no command " + spec.qualifiedName() + ' ' + word;
        }
        var message = misuse.getMessage();
        return message == null ? "wrong usage" : message;
    }

    private int failed(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CtlFailure ctlFailure) {
            return told(ctlFailure);
        }
        environment.err().println("ctl: internal error: " + failure);
        environment.err().flush();
        return ExitCode.BROKEN.number();
    }

    private int told(CtlFailure failure) {
        environment.out().flush();
        var lines = failure.lines();
        environment.err().println("ctl: " + lines.getFirst());
        lines.stream().skip(1).forEach(environment.err()::println);
        environment.err().flush();
        return failure.code().number();
    }
}
