package dev.tollgate.loadtest.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.LocalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code loadtest/agents} with the packages of its lock file, installed into a folder of the run. */
final class TaskProgram {

    private final Path folder;

    /** Installs it; needs Node and npm. */
    TaskProgram(Path sources, Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder.resolve("agents"));
        try (var files = Files.list(sources)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, this.folder.resolve(file.getFileName()));
            }
        }
        var npm = List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error");
        var _ = LocalMachine.output(npm, Map.of(), this.folder);
    }

    /**
     * Does the tasks; the report has the {@code instructions} and {@code tools} of the connection, and the
     * {@code tasks}.
     *
     * @param mode {@code list} or {@code discovery}
     * @param count how many of the tasks
     */
    JsonNode run(int port, String token, String mode, int count) throws IOException, InterruptedException {
        var command = List.of(
                "node", "tasks.mjs", "http://" + HttpCall.HOST + ":" + port + "/mcp", mode, Integer.toString(count));
        return JsonTrees.read(LocalMachine.output(command, Map.of("TOLLGATE_TOKEN", token), folder));
    }
}
