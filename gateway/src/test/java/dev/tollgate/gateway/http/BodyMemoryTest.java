package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private static final int BYTES = 1 << 20;
    private static final int PIECE = BYTES / 64;

    private final BodyMemory memory = new BodyMemory(BYTES);

    @Test
    void a_sender_of_large_bodies_leaves_memory_to_others() {
        int first = taken("first");

        assertThat(first).isEqualTo(BYTES / 4 * 3);
        assertThat(memory.take("first", PIECE)).isInstanceOf(Refusal.RateLimited.class);
        assertThat(taken("second")).isEqualTo(BYTES / 16);
    }

    @Test
    void whoever_has_little_of_a_full_memory_is_told_that_the_gateway_is_busy() {
        var _ = memory.take("late", PIECE);
        for (int sender = 0; sender < BYTES / PIECE; sender++) {
            var _ = taken("sender " + sender);
        }

        assertThat(memory.take("late", PIECE)).isInstanceOf(Refusal.ServiceUnavailable.class);
    }

    @Test
    void what_is_given_back_is_free() {
        int first = taken("first");

        memory.give("first", first);

        assertThat(taken("second")).isEqualTo(first);
    }

    private int taken(String who) {
        int taken = 0;
        while (taken < BYTES && memory.take(who, PIECE) == null) {
            taken += PIECE;
        }
        return taken;
    }
}
