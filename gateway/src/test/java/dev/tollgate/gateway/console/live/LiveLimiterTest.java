package dev.tollgate.gateway.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import org.junit.jupiter.api.Test;

class LiveLimiterTest {

    private static LiveLimiter.Holder holder(String session, String person) {
        return new LiveLimiter.Holder(session, person, "acme");
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

    @Test
    void the_people_of_one_tenant_leave_streams_to_others() {
        var limiter = new LiveLimiter();
        for (int at = 0; at < LiveLimiter.TENANT_MAX; at++) {
            assertThat(limiter.take(holder("session " + at, "person " + at))).isNull();
        }

        assertThat(limiter.take(holder("more", "more"))).isInstanceOf(Refusal.RateLimited.class);
        assertThat(limiter.take(new LiveLimiter.Holder("more", "more", "other")))
                .isNull();
        limiter.give(holder("session 0", "person 0"));
        assertThat(limiter.take(holder("again", "again"))).isNull();
    }
}
