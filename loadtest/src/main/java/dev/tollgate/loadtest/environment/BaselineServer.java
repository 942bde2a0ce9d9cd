package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server of {@code baselines}, in a JVM with the flags of the gateway and as many event loops. */
public final class BaselineServer implements ServerUnderTest {

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final int port = FreePort.orAny(0);
    private @Nullable ChildProcess process;

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
        this.name = name;
        this.log = folder.resolve("baseline-" + name + ".log");
        this.environment = Map.copyOf(environment);
        var all = new ArrayList<String>();
        all.add(Integer.toString(port));
        all.add(Integer.toString(Runtime.getRuntime().availableProcessors()));
        all.addAll(arguments);
        this.command = program.command(all);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        process = ChildProcess.start(command, environment, log);
        var _ = process.awaitLine("listening");
    }

    @Override
    public void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process == null ? 0 : process.pid();
    }
}
