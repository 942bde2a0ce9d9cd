package dev.tollgate.loadtest.environment;

import dev.tollgate.loadtest.check.BrokenPromise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts commands of {@code bin/tollgate} for one installation.
 *
 * @param program {@code bin/tollgate} of the build that runs
 * @param folder of data and logs
 * @param environment of every command
 */
record Launcher(Path program, Path folder, Map<String, String> environment) {

    private static final Duration COMMAND_MAX = Duration.ofMinutes(2);

    /** Nothing included, no cap in the way, and the highest rates a plan may have. */
    private static final Map<String, String> BENCH_PLAN = Map.of(
            "INCLUDED_MICROS", "0",
            "CAP_MICROS", "1000000000000",
            "TENANT_RATE", "100000",
            "CREDENTIAL_RATE", "100000");

    Launcher {
        var all = new LinkedHashMap<>(environment);
        all.put("TOLLGATE_HOME", folder.resolve(".tollgate").toString());
        BENCH_PLAN.forEach((term, value) -> all.put("TOLLGATE_PLANS_BENCH_" + term, value));
        environment = Map.copyOf(all);
    }

    /** Starts a part and waits until it is ready. */
    ChildProcess startPart(List<String> command, String log, int managementPort, Map<String, String> own)
            throws IOException, InterruptedException {
        var withPort = new ArrayList<>(command);
        withPort.addAll(List.of("--management-port", Integer.toString(managementPort)));
        var withOwn = new LinkedHashMap<>(environment);
        withOwn.putAll(own);
        var child = ChildProcess.start(withPort, withOwn, folder.resolve(log + ".log"));
        child.awaitReady(new ManagementEndpoint(managementPort));
        return child;
    }

    /** The same installation, run by another build. */
    Launcher with(Path other) {
        return new Launcher(other, folder, environment);
    }

    /** The output of a command that must succeed. */
    String run(String... arguments) throws IOException, InterruptedException {
        var log = folder.resolve(arguments[0] + ".log");
        var child = ChildProcess.start(command(arguments), environment, log);
        int exitCode = child.awaitEnd(COMMAND_MAX);
        var printed = child.printed().strip();
        BrokenPromise.require(exitCode == 0, arguments[0] + " succeeds, but:\n" + printed);
        return printed;
    }

    List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
