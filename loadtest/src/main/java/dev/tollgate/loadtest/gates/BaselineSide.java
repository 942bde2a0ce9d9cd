package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.Child;
import dev.tollgate.loadtest.environment.Jvm;
import dev.tollgate.loadtest.environment.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server of {@code baselines}, in a JVM with the flags of ours and with as many loops. */
public final class BaselineSide implements Side {

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path folder;
    private final int port = Ports.free();
    private @Nullable Child child;

    /**
     * Not started yet.
     *
     * @param program class path, main class, and what that takes after port and loops
     * @param environment further variables
     */
    public BaselineSide(String name, Program program, Map<String, String> environment, Path folder) {
        this.name = name;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.command = new ArrayList<>(Jvm.command(program.classPath()));
        command.addAll(List.of(
                program.mainClass(),
                Integer.toString(port),
                Integer.toString(Runtime.getRuntime().availableProcessors())));
        command.addAll(program.arguments());
    }

    /** What is started. */
    public record Program(String classPath, String mainClass, List<String> arguments) {

        public Program {
            arguments = List.copyOf(arguments);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        var started = Child.start(command, environment, folder, folder.resolve("baseline-" + name + ".log"));
        var _ = started.awaitLine("listening");
        child = started;
    }

    @Override
    public void stop() {
        if (child != null) {
            child.close();
            child = null;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return child == null ? 0 : child.pid();
    }
}
