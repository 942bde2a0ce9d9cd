package dev.tollgate.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.NodePrograms;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official conformance suite against the endpoint. What it found is kept in {@code target/conformance}: a line and
 * the reasons per revision, the judgement as JSON, and every check of every scenario.
 */
@Tag("beyond-jdk")
class ConformanceTest {

    private static final String SUITE = "@modelcontextprotocol/conformance";
    private static final Path EXPECTED = Path.of("src/test/resources/conformance-expected.yml");
    private static final Path REPORT = Path.of("target/conformance").toAbsolutePath();
    private static final Duration RUN_MAX = Duration.ofMinutes(3);

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void every_scenario_a_revision_requires_passes_but_those_we_say_cannot(String revision) throws Exception {
        var modules = NodePrograms.modules();
        var required = Scenarios.required(modules.resolve(SUITE), revision);
        var results = emptied(REPORT.resolve(revision));

        try (var listener = new ConformanceListener()) {
            var _ = NodePrograms.run(
                    REPORT.resolve(revision + ".log"),
                    RUN_MAX,
                    SUITE + "/dist/index.js",
                    "server",
                    "--url",
                    listener.url(),
                    "--requirements",
                    revision,
                    "--output-dir",
                    results.toString());
        }

        var judgement = Judgement.of(
                revision, required, Scenarios.found(results, required), Scenarios.expected(EXPECTED, revision));
        Files.writeString(REPORT.resolve(revision + ".txt"), judgement.text());
        Files.write(REPORT.resolve(revision + ".json"), Json.bytes(judgement));
        assertThat(required).isNotEmpty();
        assertThat(judgement.good()).as(judgement.text()).isTrue();
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var old = Files.walk(folder)) {
                for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
