package dev.tollgate.loadtest.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseResultsTest {

    private static final List<String> CASES = List.of("killed", "flushed", "slow");

    @TempDir
    Path folder;

    @Test
    void a_run_replaces_the_results_of_its_own_cases_only() throws IOException {
        var first = CaseResults.in(file(), CASES);
        first.keep("flushed", result("first", true));
        first.keep("killed", result("first", false));

        CaseResults.in(file(), CASES).keep("killed", result("second", true));

        assertThat(kept().at("/cases/killed/commit").asText()).isEqualTo("second");
        assertThat(kept().at("/cases/killed/held").asBoolean()).isTrue();
        assertThat(kept().at("/cases/flushed/commit").asText()).isEqualTo("first");
    }

    @Test
    void every_case_is_counted_as_held_broken_or_without_a_result() throws IOException {
        var results = CaseResults.in(file(), CASES);

        results.keep("slow", result("a", false));
        results.keep("flushed", result("a", true));

        assertThat(kept().path("cases_of_the_bench").asInt()).isEqualTo(3);
        assertThat(kept().path("held").asInt()).isEqualTo(1);
        assertThat(kept().path("broken")).singleElement().isEqualTo(text("slow"));
        assertThat(kept().path("without_result")).singleElement().isEqualTo(text("killed"));
    }

    @Test
    void results_are_in_the_order_of_the_cases() throws IOException {
        var results = CaseResults.in(file(), CASES);

        results.keep("slow", result("a", true));
        results.keep("killed", result("a", true));

        assertThat(kept().path("cases").fieldNames()).toIterable().containsExactly("killed", "slow");
    }

    @Test
    void a_case_that_breaks_replaces_the_result_of_when_it_held() throws IOException {
        var results = CaseResults.in(file(), CASES);
        results.keep("slow", result("first", true));

        results.keep("slow", result("second", false));

        assertThat(kept().path("broken")).singleElement().isEqualTo(text("slow"));
        assertThat(kept().path("held").asInt()).isZero();
    }

    @Test
    void the_result_of_a_case_that_is_no_more_is_dropped() throws IOException {
        CaseResults.in(file(), CASES).keep("slow", result("a", false));

        CaseResults.in(file(), List.of("killed")).keep("killed", result("a", true));

        assertThat(kept().path("cases").fieldNames()).toIterable().containsExactly("killed");
        assertThat(kept().path("broken")).isEmpty();
    }

    private static ObjectNode result(String commit, boolean held) {
        return JsonTrees.object().put("commit", commit).put("held", held);
    }

    private static JsonNode text(String value) {
        return JsonTrees.object().put("text", value).path("text");
    }

    private Path file() {
        return folder.resolve("results").resolve("faults.json");
    }

    private JsonNode kept() throws IOException {
        return JsonTrees.read(Files.readString(file()));
    }
}
