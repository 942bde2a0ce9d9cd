package dev.tollgate.standalone;

import dev.tollgate.standalone.command.AuditCommand;
import dev.tollgate.standalone.command.BillingMeterCommand;
import dev.tollgate.standalone.command.GatewayCommand;
import dev.tollgate.standalone.command.MigrateCommand;
import dev.tollgate.standalone.command.OperatorTokenCommand;
import dev.tollgate.standalone.command.ReconcileCommand;
import dev.tollgate.standalone.command.SettingsCommand;
import dev.tollgate.standalone.dev.DevCommand;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code bin/tollgate} starts once the build is there. */
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
            SettingsCommand.class,
            OperatorTokenCommand.class,
            MigrateCommand.class,
            ReconcileCommand.class,
            AuditCommand.class,
        })
public final class Tollgate {
    private static final Set<String> PARTS = Set.of("gateway", "billing-meter");

    private Tollgate() {}

    /** Runs the command and ends the process: servers in this JVM have threads that would keep it. */
    public static void main(String[] arguments) {
        logQuietly(arguments);
        System.exit(commandLine().execute(arguments));
    }

    /** Parts log lines to standard output (logback.xml); a command that ends logs only what is wrong. */
    private static void logQuietly(String[] arguments) {
        if (arguments.length > 0 && !PARTS.contains(arguments[0])) {
            System.setProperty("logback.configurationFile", "logback-command.xml");
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Tollgate())
                .setExecutionExceptionHandler(new Explained())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
