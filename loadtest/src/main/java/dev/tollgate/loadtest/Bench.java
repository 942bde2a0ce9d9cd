package dev.tollgate.loadtest;

import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.gates.GatesCommand;
import dev.tollgate.loadtest.hostile.HostileCommand;
import dev.tollgate.loadtest.mcp.McpCommand;
import dev.tollgate.loadtest.report.Report;
import dev.tollgate.loadtest.scenario.ExactBalance;
import dev.tollgate.loadtest.scenario.ReconciledMix;
import dev.tollgate.loadtest.scenario.Revocation;
import dev.tollgate.loadtest.scenario.Scenario;
import dev.tollgate.loadtest.scenario.WrongTokens;
import dev.tollgate.loadtest.webhooks.WebhooksCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one scenario against an installation of its own and keeps the figures. */
@Command(
        name = "bench",
        description = "Full-size load and fault runs; results go to loadtest/results.",
        subcommands = {
            GatesCommand.class,
            WebhooksCommand.class,
            McpCommand.class,
            HostileCommand.class,
            CompareCommand.class
        })
public final class Bench implements Callable<Integer> {

    private static final List<Scenario> SCENARIOS = List.of(
            new ReconciledMix(false), new ReconciledMix(true), new ExactBalance(), new Revocation(), new WrongTokens());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "0..1", description = "the scenario; none lists them")
    private String name = "";

    @Option(names = "--launcher", required = true, description = "bin/tollgate of the build to run")
    private Path launcher = Path.of("bin/tollgate");

    @Option(names = "--commit", defaultValue = "unknown", description = "what is written into the result")
    private String commit = "unknown";

    @Option(names = "--results", defaultValue = "loadtest/results", description = "where results go")
    private Path results = Path.of("loadtest/results");

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    /** {@code bin/tollgate} of the build that is run. */
    public Path launcher() {
        return launcher.toAbsolutePath();
    }

    /** Class path of a baseline, which is built beside the launcher's product. */
    public String baseline(String name) {
        var built = launcher.toAbsolutePath()
                .resolveSibling("../loadtest/baselines")
                .resolve(name + "/target");
        return built.resolve("tollgate-baseline-" + name + ".jar").normalize() + ":"
                + built.resolve("lib").normalize() + "/*";
    }

    /** Class path of the mock receiver, which is built beside the launcher's product. */
    public String receiver() {
        var built = launcher.toAbsolutePath().resolveSibling("../loadtest/mock-receiver/target");
        return built.resolve("tollgate-mock-receiver.jar").normalize() + ":"
                + built.resolve("lib").normalize() + "/*";
    }

    public Path results() {
        return results;
    }

    public String commit() {
        return commit;
    }

    @Override
    public Integer call() throws Exception {
        for (var scenario : SCENARIOS) {
            if (scenario.name().equals(name)) {
                return run(scenario);
            }
        }
        System.err.println("there are: "
                + Stream.concat(SCENARIOS.stream().map(Scenario::name), spec.subcommands().keySet().stream())
                        .collect(Collectors.joining(", ")));
        return name.isEmpty() ? 0 : 2;
    }

    private int run(Scenario scenario) throws Exception {
        var folder = Files.createTempDirectory("tollgate-bench-");
        var report = new Report(scenario.name());
        try (var installation = Installation.start(launcher.toAbsolutePath(), folder, scenario.moreGateways())) {
            scenario.run(installation, report);
        } catch (Scenario.Broken broken) {
            System.err.println("broken: " + broken.getMessage());
            System.err.println(report + "\nlogs and data: " + folder);
            return 1;
        }
        System.out.println(report);
        System.out.println("kept in " + report.write(results, commit, Clock.systemUTC()));
        return 0;
    }
}
