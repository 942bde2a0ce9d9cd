package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.Child;
import dev.tollgate.loadtest.environment.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server of {@code baselines}, in a JVM with the flags of ours and with as many loops. */
final class BaselineSide implements Side {

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path folder;
    private final int port;
    private @Nullable Child child;

    /**
     * Not started yet.
     *
     * @param built the artifact's target folder
     * @param mainClass its main class, which takes port and loops first
     * @param more what else it takes
     */
    BaselineSide(String name, Path built, String mainClass, Path folder, int port, List<String> more) {
        this(name, built, mainClass, folder, port, more, Map.of());
    }

    BaselineSide(
            String name,
            Path built,
            String mainClass,
            Path folder,
            int port,
            List<String> more,
            Map<String, String> environment) {
        this.name = name;
        this.folder = folder;
        this.port = port;
        this.environment = Map.copyOf(environment);
        this.command = new ArrayList<>(
                Jvm.command(built.resolve("tollgate-baseline-" + name + ".jar") + ":" + built.resolve("lib") + "/*"));
        command.addAll(List.of(
                mainClass,
                Integer.toString(port),
                Integer.toString(Runtime.getRuntime().availableProcessors())));
        command.addAll(more);
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
