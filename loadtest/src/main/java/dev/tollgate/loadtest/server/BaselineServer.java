package dev.tollgate.loadtest.server;

import dev.tollgate.loadtest.environment.ChildProcess;
import dev.tollgate.loadtest.environment.LocalMachine;
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
    private final int port = LocalMachine.freePort();
    private @Nullable ChildProcess process;

    /** The program to start: its arguments follow port and number of event loops. */
    public record Program(String classPath, String mainClass, List<String> arguments) {

        public Program {
            arguments = List.copyOf(arguments);
        }
    }

    /** Not started yet. */
    public BaselineServer(String name, Program program, Map<String, String> environment, Path folder) {
        this.name = name;
        this.log = folder.resolve("baseline-" + name + ".log");
        this.environment = Map.copyOf(environment);
        var arguments = new ArrayList<String>();
        arguments.add(Integer.toString(port));
        arguments.add(Integer.toString(Runtime.getRuntime().availableProcessors()));
        arguments.addAll(program.arguments());
        this.command = LocalMachine.java(program.classPath(), program.mainClass(), arguments);
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
