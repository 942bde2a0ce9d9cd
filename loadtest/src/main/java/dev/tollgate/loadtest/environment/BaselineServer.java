package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of {@code baselines}, in a JVM with the flags of the gateway and as many event loops. */
public final class BaselineServer extends ServerUnderTest {

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;

    /**
     * Not started yet.
     *
     * @param arguments of the main class, after port and number of event loops
     */
    public BaselineServer(
            String name,
            LocalMachine.JavaProgram program,
            List<String> arguments,
            Map<String, String> environment,
            Path folder) {
        super(name);
        this.log = folder.resolve("baseline-" + name + ".log");
        this.environment = Map.copyOf(environment);
        var all = new ArrayList<String>();
        all.add(Integer.toString(port()));
        all.add(Integer.toString(Runtime.getRuntime().availableProcessors()));
        all.addAll(arguments);
        this.command = program.command(all);
    }

    @Override
    ChildProcess launched() throws IOException, InterruptedException {
        var process = ChildProcess.start(command, environment, log);
        var _ = process.awaitLine("listening");
        return process;
    }
}
