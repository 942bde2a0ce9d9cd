package dev.tollgate.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeighedLruTest {

    private static final long WEIGHT_MAX = 10;

    private final WeighedLru<Integer, String> kept = new WeighedLru<>(WEIGHT_MAX, String::length);

    @Test
    void entries_leave_while_all_together_are_too_heavy() {
        kept.put(1, "x".repeat(4));
        kept.put(2, "x".repeat(4));
        kept.put(3, "x".repeat(2));
        kept.put(4, "x".repeat(7));

        assertThat(kept.get(1)).isNull();
        assertThat(kept.get(2)).isNull();
        assertThat(kept.get(3)).hasSize(2);
        assertThat(kept.get(4)).hasSize(7);
    }

    @Test
    void an_entry_that_was_asked_for_outlives_one_that_was_not() {
        kept.put(1, "x".repeat(5));
        kept.put(2, "x".repeat(5));

        assertThat(kept.get(1, () -> "again")).isEqualTo("x".repeat(5));
        kept.put(3, "x".repeat(5));

        assertThat(kept.get(1)).isNotNull();
        assertThat(kept.get(2)).isNull();
    }

    @Test
    void an_entry_that_is_replaced_weighs_nothing_more() {
        for (int time = 0; time < 10; time++) {
            kept.put(1, "x".repeat(5));
        }
        kept.put(2, "x".repeat(5));

        assertThat(kept.get(1)).isNotNull();
    }

    @Test
    void one_that_is_too_heavy_is_kept_alone() {
        kept.put(1, "x");
        kept.put(2, "x".repeat(100));

        assertThat(kept.get(1)).isNull();
        assertThat(kept.get(2)).hasSize(100);

        kept.put(3, "x");

        assertThat(kept.get(2)).isNull();
        assertThat(kept.get(3)).isEqualTo("x");
    }
}
