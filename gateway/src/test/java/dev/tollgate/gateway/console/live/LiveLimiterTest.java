package dev.tollgate.gateway.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import org.junit.jupiter.api.Test;

class LiveLimiterTest {

    private static LiveLimiter.Holder holder(String session, String person) {
        return new LiveLimiter.Holder(session, person);
    }

    @Test
    void a_session_a_person_and_the_process_have_so_many_streams() {
        var limiter = new LiveLimiter(LiveLimiter.PERSON_MAX + 1);
        for (int at = 0; at < LiveLimiter.SESSION_MAX; at++) {
            assertThat(limiter.take(holder("one", "ada"))).isNull();
        }
        assertThat(limiter.take(holder("one", "ada"))).isInstanceOf(Refusal.RateLimited.class);
        for (int at = LiveLimiter.SESSION_MAX; at < LiveLimiter.PERSON_MAX; at++) {
            assertThat(limiter.take(holder("two", "ada"))).isNull();
        }
        assertThat(limiter.take(holder("three", "ada"))).isInstanceOf(Refusal.RateLimited.class);
        assertThat(limiter.take(holder("four", "bob"))).isNull();
        assertThat(limiter.take(holder("five", "eve"))).isInstanceOf(Refusal.RateLimited.class);
    }

    @Test
    void a_stream_that_was_released_is_free_for_another() {
        var limiter = new LiveLimiter(1);
        assertThat(limiter.take(holder("one", "ada"))).isNull();

        limiter.give(holder("one", "ada"));

        assertThat(limiter.taken()).isZero();
        assertThat(limiter.take(holder("two", "bob"))).isNull();
    }
}
