package dev.tollgate.contract.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @ParameterizedTest
    @CsvSource({"ab, ba, 1", "abc, abc, 0", "'', abc, 3", "kitten, sitting, 3"})
    void swapped_neighbours_are_one_mistake(String one, String other, int mistakes) {
        assertThat(NearestWord.editDistance(one, other)).isEqualTo(mistakes);
    }
}
