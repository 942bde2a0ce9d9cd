package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.EditDistance;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN = List.of("title", "due_at", "assignee", "related_id", "contact_id");

    @ParameterizedTest
    @CsvSource({
        "titel, title",
        "Title, title",
        "due, due_at",
        "contact, contact_id",
        "asignee, assignee",
        "relatedid, related_id",
        "colour,",
        "'',"
    })
    void a_name_finds_the_one_it_resembles(String wrong, String meant) {
        assertThat(Nearest.to(wrong, KNOWN)).isEqualTo(meant);
    }

    @Test
    void of_several_the_most_similar_is_the_first() {
        assertThat(Nearest.to("related_idd", List.of("related_to", "related_id", "title"), 3))
                .containsExactly("related_id", "related_to");
    }

    @Test
    void names_that_are_one_apart_are_those_with_a_distance_of_one() {
        var random = new Random(9);
        var names = IntStream.range(0, 400)
                .mapToObj(_ -> word(random, random.nextInt(6)))
                .toList();

        for (var one : names) {
            for (var other : names) {
                assertThat(Nearest.isOneApart(one, other))
                        .as("%s and %s", one, other)
                        .isEqualTo(EditDistance.of(one, other) == 1);
            }
        }
    }

    @Test
    void the_names_that_are_found_are_those_that_a_whole_count_finds() {
        var random = new Random(10);
        for (int run = 0; run < 2_000; run++) {
            var asked = word(random, 4 + random.nextInt(12));
            var known = word(random, 4 + random.nextInt(12));
            int tolerated = Math.max(1, Math.min(asked.length(), known.length()) / 3);
            var begins = asked.startsWith(known) || known.startsWith(asked);

            assertThat(Nearest.to(asked, List.of(known)) != null)
                    .as("%s and %s", asked, known)
                    .isEqualTo(begins || EditDistance.of(asked, known) <= tolerated);
        }
    }

    private static String word(Random random, int chars) {
        return random.ints(chars, 'a', 'd').mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Test
    void a_name_is_repeated_only_so_far_and_without_controls() {
        assertThat(Nearest.shown("a\nb")).isEqualTo("\"a?b\"");
        assertThat(Nearest.shown("x".repeat(1_000))).hasSize(Nearest.CHARS_MAX + 2);
        assertThat(Nearest.to("x".repeat(1_000_000), KNOWN)).isNull();
    }
}
