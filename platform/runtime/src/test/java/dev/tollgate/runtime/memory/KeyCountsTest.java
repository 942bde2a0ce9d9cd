package dev.tollgate.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyCountsTest {

    private final KeyCounts<String> counts = new KeyCounts<>();

    @Test
    void counts_of_keys_add_up_to_that_of_all() {
        counts.add("a", 2);
        counts.add("b", 3);
        counts.add("a", -1);

        assertThat(counts.of("a")).isEqualTo(1);
        assertThat(counts.of("b")).isEqualTo(3);
        assertThat(counts.all()).isEqualTo(4);
        assertThat(counts.atLeast(2)).containsExactly("b");
    }

    @Test
    void a_key_that_counts_nothing_any_more_is_forgotten() {
        counts.add("a", 1);

        counts.add("a", -1);

        assertThat(counts.of("a")).isZero();
        assertThat(counts.atLeast(0)).isEmpty();
    }
}
