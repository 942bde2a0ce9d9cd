package dev.tollgate.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Scenarios of the suite, their results, and our expectations. */
final class Scenarios {

    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * Result of a scenario.
     *
     * @param failures the checks that failed, in words; empty for a pass
     * @param warnings what the suite would like better
     */
    record Outcome(List<String> failures, List<String> warnings) {
        boolean passed() {
            return failures.isEmpty();
        }
    }

    private Scenarios() {}

    /** The names a revision requires of a server, as the suite has them. */
    static List<String> required(Path suite, String revision) throws IOException {
        var names = new ArrayList<String>();
        YAML.readTree(suite.resolve("requirements").resolve(revision + ".yaml").toFile())
                .path("server")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The scenarios we know to fail, with the reason, by name. */
    static SequencedMap<String, String> expected(Path file, String revision) throws IOException {
        var reasons = new LinkedHashMap<String, String>();
        for (var entry : YAML.readTree(file.toFile()).path(revision)) {
            reasons.put(entry.path("scenario").asText(), entry.path("reason").asText());
        }
        return reasons;
    }

    /** What the suite left in its folder, by scenario. */
    static Map<String, Outcome> found(Path results, List<String> names) throws IOException {
        var outcomes = new LinkedHashMap<String, Outcome>();
        try (var folders = Files.list(results)) {
            for (var folder : (Iterable<Path>) folders::iterator) {
                var checks = folder.resolve("checks.json");
                for (var name : names) {
                    if (Files.exists(checks) && folder.getFileName().toString().matches("server-" + name + "-\\d.*")) {
                        outcomes.put(name, outcome(Json.MAPPER.readTree(checks.toFile())));
                    }
                }
            }
        }
        return outcomes;
    }

    private static Outcome outcome(JsonNode checks) {
        var outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        for (var check : checks) {
            var said = check.path("details").path("message").asText();
            var words = check.path("id").asText() + ": "
                    + check.path("errorMessage").asText(said);
            switch (check.path("status").asText()) {
                case "FAILURE" -> outcome.failures().add(words);
                case "WARNING" -> outcome.warnings().add(words);
                default -> {}
            }
        }
        return outcome;
    }
}
