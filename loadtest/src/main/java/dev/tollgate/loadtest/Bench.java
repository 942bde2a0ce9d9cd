package dev.tollgate.loadtest;

import dev.tollgate.loadtest.agents.AgentsCommand;
import dev.tollgate.loadtest.console.ConsoleCommand;
import dev.tollgate.loadtest.fault.FaultsCommand;
import dev.tollgate.loadtest.gates.GatesCommand;
import dev.tollgate.loadtest.growth.GrowthCommand;
import dev.tollgate.loadtest.hostile.HostileCommand;
import dev.tollgate.loadtest.mcp.McpCommand;
import dev.tollgate.loadtest.modules.ModulesCommand;
import dev.tollgate.loadtest.overload.OverloadCommand;
import dev.tollgate.loadtest.scenario.ExactBalance;
import dev.tollgate.loadtest.scenario.ReconciledMix;
import dev.tollgate.loadtest.scenario.Revocation;
import dev.tollgate.loadtest.scenario.WrongTokens;
import dev.tollgate.loadtest.webhooks.WebhooksCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code bin/tollgate bench}: one subcommand per bench; without one it lists them. */
@Command(
        name = "bin/tollgate bench",
        description = "Full-size load and fault runs; results go to loadtest/results. Durations are on two cores.",
        synopsisSubcommandLabel = "NAME",
        commandListHeading = "%nBenches:%n",
        usageHelpWidth = 132,
        subcommands = {
            ReconciledMix.class,
            ReconciledMix.Killed.class,
            ExactBalance.class,
            Revocation.class,
            WrongTokens.class,
            GatesCommand.class,
            WebhooksCommand.class,
            McpCommand.class,
            AgentsCommand.class,
            HostileCommand.class,
            ModulesCommand.class,
            ConsoleCommand.class,
            OverloadCommand.class,
            GrowthCommand.class,
            FaultsCommand.class
        })
public final class Bench implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
    }
}
