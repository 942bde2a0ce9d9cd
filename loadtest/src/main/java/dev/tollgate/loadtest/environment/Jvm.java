package dev.tollgate.loadtest.environment;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM of a run is started: with the flags of this one, which are those the launcher gives every part. */
public final class Jvm {

    private static final List<String> NOT_INHERITED = List.of("-Xlog", "-agentlib", "-javaagent", "-XX:AOT", "-D");

    private Jvm() {}

    /** The command up to the main class, which follows. */
    public static List<String> command(String classPath) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> NOT_INHERITED.stream().noneMatch(flag::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
