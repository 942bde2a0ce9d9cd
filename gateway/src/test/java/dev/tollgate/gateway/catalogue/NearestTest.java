package dev.tollgate.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @ParameterizedTest
    @CsvSource({"contcat, contact, 1", "a, a, 0", "'', abc, 3", "kitten, sitting, 3"})
    void a_swap_of_neighbours_is_one_difference(String one, String other, int distance) {
        assertThat(Nearest.distance(one, other)).isEqualTo(distance);
    }

    @Test
    void a_name_is_repeated_only_so_far_and_without_controls() {
        assertThat(Nearest.shown("a\nb")).isEqualTo("\"a?b\"");
        assertThat(Nearest.shown("x".repeat(1_000))).hasSize(Nearest.CHARS_MAX + 2);
        assertThat(Nearest.to("x".repeat(1_000_000), KNOWN)).isNull();
    }
}
