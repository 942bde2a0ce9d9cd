package dev.tollgate.loadtest.agents;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code loadtest/agents/tasks.mjs} with the packages of its lock file, installed into a folder of the run. */
final class TaskProgram {

    private static final List<String> FILES = List.of("package.json", "package-lock.json", "tasks.mjs");
    private static final Duration INSTALL_MAX = Duration.ofMinutes(4);
    private static final Duration RUN_MAX = Duration.ofMinutes(2);

    private final Path folder;

    /** Installs it; needs Node and npm. */
    TaskProgram(Path sources, Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder.resolve("agents"));
        for (var file : FILES) {
            Files.copy(sources.resolve(file), this.folder.resolve(file));
        }
        var npm = List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error");
        var _ = ended("npm", npm, Map.of(), INSTALL_MAX);
    }

    /**
     * Does the tasks; the report has the {@code instructions} and {@code tools} of the connection, and the
     * {@code tasks}.
     *
     * @param mode {@code list} or {@code discovery}
     * @param count how many of the tasks
     */
    JsonNode run(URI gateway, String token, String mode, int count) throws IOException, InterruptedException {
        var command = List.of("node", "tasks.mjs", gateway.resolve("/mcp").toString(), mode, Integer.toString(count));
        var printed = ended(mode, command, Map.of("TOLLGATE_TOKEN", token), RUN_MAX);
        return JsonTrees.read(printed.getBytes(StandardCharsets.UTF_8));
    }

    private String ended(String log, List<String> command, Map<String, String> environment, Duration most)
            throws IOException, InterruptedException {
        var child = ChildProcess.start(command, environment, folder.resolve(log + ".log"));
        int exitCode = child.awaitEnd(most);
        require(exitCode == 0, String.join(" ", command) + " succeeds, but:\n" + child.printed());
        return child.printed();
    }
}
