package dev.tollgate.contract.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestWordTest {

    private static final List<String> WORDS =
            List.of("ok", "rate_limited", "resource_not_found", "route_not_found", "validation_failed");

    @ParameterizedTest
    @CsvSource({
        "rate_limit, rate_limited",
        "rate-limited, rate_limited",
        "RATE_LIMITED, rate_limited",
        "raet_limited, rate_limited",
        "valid, validation_failed",
        "resource_notfound, resource_not_found"
    })
    void a_misspelt_word_leads_to_the_nearest(String wrong, String meant) {
        assertThat(NearestWord.of(wrong, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insufficient", "abc", ""})
    void a_word_that_is_far_from_all_leads_nowhere(String wrong) {
        assertThat(NearestWord.of(wrong, WORDS)).isEmpty();
        assertThat(NearestWord.question(wrong, WORDS)).isEmpty();
    }

    @Test
    void the_question_names_it() {
        assertThat(NearestWord.question("rate_limit", WORDS)).isEqualTo(" Did you mean rate_limited?");
    }

    @Test
    void the_nearest_are_told_in_their_order_however_far_they_are() {
        assertThat(NearestWord.nearest("route_found", WORDS, 2)).containsExactly("route_not_found", "rate_limited");
        assertThat(NearestWord.nearest("x".repeat(1_000), WORDS, 1)).containsExactly("ok");
    }

    /** As many as event definitions have properties, and names as long as both may be. */
    @Test
    void words_that_would_take_long_to_compare_are_not_compared() {
        var known = IntStream.range(0, 2_000)
                .mapToObj(number -> "properties." + "x".repeat(60) + number)
                .toList();
        var wrong = known.getFirst() + "y";

        assertThat(NearestWord.nearest(wrong, known, 3)).isEmpty();
        assertThat(NearestWord.of(wrong, known)).isEmpty();
        assertThat(NearestWord.nearest(wrong, known.subList(0, 50), 1)).containsExactly(known.getFirst());
        assertThat(NearestWord.of(wrong, known.subList(0, 50))).contains(known.getFirst());
    }

    @Test
    void words_of_another_length_are_not_counted_among_the_similar_ones() {
        var known = IntStream.range(0, 20_000)
                .mapToObj(number -> "x".repeat(60) + number)
                .collect(Collectors.toCollection(ArrayList::new));
        known.add("rate_limited");

        assertThat(NearestWord.of("rate_limted", known)).contains("rate_limited");
    }
}
