package dev.tollgate.loadtest.environment;

import dev.tollgate.loadtest.report.BrokenPromise;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine, and their output. */
public final class LocalMachine {

    private static final List<String> NOT_INHERITED = List.of("-Xlog", "-agentlib", "-javaagent", "-XX:AOT", "-D");

    private LocalMachine() {}

    /** The first program of that name on the PATH. */
    public static Optional<Path> program(String name) {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A main class, run by this JVM's program. */
    public record JavaProgram(String classPath, String mainClass) {

        /** A class on the class path of this run. */
        public static JavaProgram ofThisRun(Class<?> mainClass) {
            return new JavaProgram(System.getProperty("java.class.path"), mainClass.getName());
        }

        /** Its command, with the flags of this JVM, which are those that the launcher gives every part. */
        public List<String> command(List<String> arguments) {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> NOT_INHERITED.stream().noneMatch(flag::startsWith))
                    .forEach(command::add);
            command.addAll(List.of("-cp", classPath, mainClass));
            command.addAll(arguments);
            return command;
        }
    }

    /** The output of a command that ends by itself and must succeed. */
    public static String output(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        return output(command, environment, Path.of(""));
    }

    /** The same in a folder. */
    public static String output(List<String> command, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            BrokenPromise.require(process.waitFor() == 0, command + " succeeds, but:\n" + printed);
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
