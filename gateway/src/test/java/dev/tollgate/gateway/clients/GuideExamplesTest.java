package dev.tollgate.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of a guide against a whole gateway, as one script: a block marked {@code sh} runs, and each line of a
 * block marked {@code http} is in the output of the one before it; … is any text.
 */
@Tag("beyond-jdk")
class GuideExamplesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Path GUIDES = Path.of("../docs");
    private static final Pattern BLOCK = Pattern.compile("```(sh|http)\\n(.*?)```", Pattern.DOTALL);
    private static final String PART = "=== part ";
    private static final int MINUTES_MAX = 1;
    private static final List<String> MODULES = List.of("analytics", "assets", "bi", "crm", "tasks");

    @TempDir
    private Path folder;

    /** A part of the script, and lines of its output. */
    private record Example(String script, List<String> lines) {}

    @ParameterizedTest
    @ValueSource(strings = {"rest.md", "analytics.md"})
    void every_example_answers_what_the_guide_shows(String guide) throws Exception {
        var examples = examples(guide);

        var outputs = outputs(examples);

        for (int at = 0; at < examples.size(); at++) {
            var output = outputs.get(at);
            assertThat(examples.get(at).lines())
                    .allSatisfy(line -> assertThat(output).containsPattern(pattern(line)));
        }
    }

    private static List<Example> examples(String guide) throws Exception {
        var examples = new ArrayList<Example>();
        var blocks = BLOCK.matcher(Files.readString(GUIDES.resolve(guide)));
        while (blocks.find()) {
            if (blocks.group(1).equals("sh")) {
                examples.add(new Example(blocks.group(2), new ArrayList<>()));
            } else {
                examples.getLast()
                        .lines()
                        .addAll(blocks.group(2).strip().lines().toList());
            }
        }
        assertThat(examples).hasSizeGreaterThan(6);
        return examples;
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(Arrays.stream(line.toLowerCase(Locale.ROOT).split("…", -1))
                .map(Pattern::quote)
                .reduce((left, right) -> left + ".*" + right)
                .orElseThrow());
    }

    /** The output of each part, in lower case. */
    private List<String> outputs(List<Example> examples) throws Exception {
        var script = new StringBuilder("set -euo pipefail\n");
        examples.forEach(example ->
                script.append("echo; echo '").append(PART).append("'\n").append(example.script()));
        var file = Files.writeString(folder.resolve("guide.sh"), script);
        var output = folder.resolve("guide.log");
        var builder = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("API", GATEWAY.base().toString());
        builder.environment().put("TGK", key());
        var program = builder.start();
        assertThat(program.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        var said = Files.readString(output);
        assertThat(program.exitValue()).as(said).isZero();
        return List.of(said.toLowerCase(Locale.ROOT).split(PART, -1)).subList(1, examples.size() + 1);
    }

    private static String key() {
        var workspace = GATEWAY.tenant("team");
        MODULES.forEach(module -> workspace.module(module, true));
        var scopes = Stream.concat(
                MODULES.stream().flatMap(module -> Stream.of(module + ":read", module + ":write")),
                Stream.of("usage:read"));
        return workspace.apiKey(scopes.toArray(String[]::new)).getString("secret");
    }
}
