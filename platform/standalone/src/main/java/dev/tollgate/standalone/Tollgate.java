package dev.tollgate.standalone;

import static java.util.Objects.requireNonNull;

import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.standalone.command.AuditCommand;
import dev.tollgate.standalone.command.BillingMeterCommand;
import dev.tollgate.standalone.command.CallsCommand;
import dev.tollgate.standalone.command.GatewayCommand;
import dev.tollgate.standalone.command.HashKeyCommand;
import dev.tollgate.standalone.command.MigrateCommand;
import dev.tollgate.standalone.command.OperatorTokenCommand;
import dev.tollgate.standalone.command.PepperCommand;
import dev.tollgate.standalone.command.ReceiveCommand;
import dev.tollgate.standalone.command.ReconcileCommand;
import dev.tollgate.standalone.command.SettingsCommand;
import dev.tollgate.standalone.command.WebhookDispatcherCommand;
import dev.tollgate.standalone.ctl.Ctl;
import dev.tollgate.standalone.ctl.CtlCommand;
import dev.tollgate.standalone.dev.DevCommand;
import dev.tollgate.standalone.mcp.McpClientCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Main class of {@code bin/tollgate}. */
@Command(
        name = "bin/tollgate",
        synopsisSubcommandLabel = "COMMAND",
        description = "Tollgate, a metered gateway for business tools.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DevCommand.class,
            GatewayCommand.class,
            BillingMeterCommand.class,
            WebhookDispatcherCommand.class,
            SettingsCommand.class,
            OperatorTokenCommand.class,
            PepperCommand.class,
            HashKeyCommand.class,
            MigrateCommand.class,
            ReconcileCommand.class,
            AuditCommand.class,
            CallsCommand.class,
            ReceiveCommand.class,
            CtlCommand.class,
            McpClientCommand.class,
        })
public final class Tollgate {
    private static final Set<String> PARTS = Set.of("gateway", "billing-meter", "webhook-dispatcher");

    private Tollgate() {}

    /** Runs the command and ends the process: servers in this JVM have threads that would keep it. */
    public static void main(String[] arguments) {
        // Asked for often and by hand: what the other commands need is not even loaded.
        if (arguments.length > 0 && arguments[0].equals("ctl")) {
            var own = List.of(arguments).subList(1, arguments.length);
            System.exit(Ctl.ofProcess(Tollgate::commandLine).run(own));
        }
        logQuietly(arguments);
        System.exit(commandLine().setOut(standardOutput()).execute(arguments));
    }

    /** Tells by {@code checkError} that it was closed, which the writer that a command line has by itself does not. */
    private static PrintWriter standardOutput() {
        return new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    }

    /** Parts log lines to standard output (logback.xml); a command that ends logs only what is wrong. */
    private static void logQuietly(String[] arguments) {
        if (arguments.length > 0 && !PARTS.contains(arguments[0])) {
            System.setProperty("logback.configurationFile", "logback-command.xml");
        }
    }

    /** One line that says what is wrong and where help is. */
    private static int misused(ParameterException misuse) {
        var command = misuse.getCommandLine();
        var spec = command.getCommandSpec();
        var message = String.valueOf(misuse.getMessage());
        if (misuse instanceof UnmatchedArgumentException unmatched
                && !spec.subcommands().isEmpty()) {
            var word = unmatched.getUnmatched().getFirst();
            message = "there is no command " + word + '.'
                    + NearestWord.question(word, spec.subcommands().keySet());
        }
        command.getErr().println("tollgate: " + sentence(message) + " Try: " + spec.qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String sentence(String message) {
        return message.endsWith(".") || message.endsWith("?") ? message : message + '.';
    }

    static CommandLine commandLine() {
        var commandLine = new CommandLine(new Tollgate())
                .setExecutionExceptionHandler(new ErrorReporter())
                .setParameterExceptionHandler((misuse, _) -> misused(misuse))
                .setCaseInsensitiveEnumValuesAllowed(true);
        requireNonNull(commandLine.getSubcommands().get("ctl")).setUnmatchedOptionsArePositionalParams(true);
        helping(commandLine);
        return commandLine;
    }

    /** Gives --help to every command that neither has its own nor passes it on, as ctl does. */
    private static void helping(CommandLine program) {
        for (var command : program.getSubcommands().values()) {
            var spec = command.getCommandSpec();
            if (spec.findOption("--help") == null && !command.isUnmatchedOptionsArePositionalParams()) {
                spec.addOption(OptionSpec.builder("--help", "-h")
                        .usageHelp(true)
                        .type(boolean.class)
                        .arity("0")
                        .hidden(true)
                        .build());
            }
            helping(command);
        }
    }
}
