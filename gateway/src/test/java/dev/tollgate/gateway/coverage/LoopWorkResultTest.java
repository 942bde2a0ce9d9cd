package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.Machine;
import dev.tollgate.gateway.coverage.LoopWork.Cost;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopWorkResultTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final List<Cost> COSTS =
            List.of(new Cost("list_tasks", "ok", 100, 2.5, false), new Cost("a path", "404", 10, 0.5, false));

    @Test
    void a_result_names_its_commit_and_its_machine() throws IOException {
        var result = of(COMMIT);

        assertThat(result.path("commit").asText()).isEqualTo(COMMIT);
        assertThat(Json.MAPPER.treeToValue(result.path("machine"), Machine.class))
                .isEqualTo(Machine.here());
        assertThat(result.path("refused").path("a path").asText()).isEqualTo("404");
        assertThat(result.path("slowest").path(0).path("request").asText()).isEqualTo("list_tasks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "fatal: not a git repository"})
    void a_result_of_an_unknown_commit_is_not_kept(String commit) {
        assertThatThrownBy(() -> of(commit)).hasMessage("the commit is unknown: " + commit);
    }

    private static ObjectNode of(String commit) {
        return LoopWorkResult.of(commit, Duration.ofMillis(20), COSTS, Map.of());
    }
}
