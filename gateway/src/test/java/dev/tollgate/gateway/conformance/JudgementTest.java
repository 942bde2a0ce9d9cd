package dev.tollgate.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final Scenarios.Outcome PASS = new Scenarios.Outcome(List.of(), List.of());
    private static final Scenarios.Outcome FAIL = new Scenarios.Outcome(List.of("code: wrong"), List.of());

    @Test
    void what_is_required_and_fails_is_a_failure() {
        var judgement = judgement(Map.of("ping", FAIL), Map.of());

        assertThat(judgement.good()).isFalse();
        assertThat(judgement.failed()).containsExactly("ping: code: wrong");
    }

    @Test
    void what_is_required_and_was_not_run_is_a_failure() {
        assertThat(judgement(Map.of(), Map.of()).failed()).containsExactly("ping: was not run");
    }

    @Test
    void a_failure_with_a_reason_is_expected() {
        var judgement = judgement(Map.of("ping", FAIL), Map.of("ping", "needs a session"));

        assertThat(judgement.good()).isTrue();
        assertThat(judgement.expected()).containsExactly("ping: needs a session");
    }

    @Test
    void an_expected_failure_without_a_reason_is_a_failure() {
        assertThat(judgement(Map.of("ping", FAIL), Map.of("ping", " ")).good()).isFalse();
    }

    @Test
    void an_expected_failure_that_passes_is_stale() {
        var judgement = judgement(Map.of("ping", PASS), Map.of("ping", "needs a session"));

        assertThat(judgement.good()).isFalse();
        assertThat(judgement.stale()).containsExactly("ping passes");
    }

    @Test
    void an_expected_failure_that_nothing_requires_is_stale() {
        var judgement = judgement(Map.of("ping", PASS), Map.of("pong", "needs a session"));

        assertThat(judgement.good()).isFalse();
        assertThat(judgement.stale()).containsExactly("pong is not required");
    }

    private static Judgement judgement(Map<String, Scenarios.Outcome> found, Map<String, String> reasons) {
        SequencedMap<String, String> ordered = new LinkedHashMap<>(reasons);
        return Judgement.of("2025-11-25", List.of("ping"), found, ordered);
    }
}
