package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.webhooks.schedule.EndpointQueue.End;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an endpoint that was slow is fast again. */
class EndpointQueueTest {

    private final EndpointQueue queue = new EndpointQueue(new UUID(1, 1), new UUID(2, 2), 0);

    @BeforeEach
    void slow() {
        queue.slow = true;
    }

    @Test
    void three_quick_attempts_in_a_row_make_an_endpoint_fast_again() {
        attempt(End.SUCCEEDED, true);
        attempt(End.FAILED, true);
        boolean before = queue.recovered();
        attempt(End.SUCCEEDED, true);

        assertThat(before).isFalse();
        assertThat(queue.recovered()).isTrue();
    }

    @Test
    void what_was_quick_before_it_turned_slow_does_not_make_it_fast_again() {
        queue.slow = false;
        for (int at = 0; at < 3; at++) {
            attempt(End.SUCCEEDED, true);
        }
        queue.slow = true;
        attempt(End.NOT_MADE, true);

        assertThat(queue.recovered()).isFalse();
    }

    @Test
    void an_attempt_that_is_not_quick_begins_the_row_anew() {
        attempt(End.SUCCEEDED, true);
        attempt(End.SUCCEEDED, true);
        attempt(End.SUCCEEDED, false);
        attempt(End.SUCCEEDED, true);

        assertThat(queue.recovered()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_MADE", "HOST_BUSY"})
    void an_attempt_that_was_not_made_neither_counts_nor_breaks_the_row(End notMade) {
        attempt(End.SUCCEEDED, true);
        attempt(End.SUCCEEDED, true);
        attempt(notMade, true);
        boolean counted = queue.recovered();
        attempt(notMade, false);
        attempt(End.SUCCEEDED, true);

        assertThat(counted).isFalse();
        assertThat(queue.recovered()).isTrue();
    }

    private void attempt(End end, boolean quick) {
        queue.end(queue.start(0, 1), end, quick, 0);
    }
}
