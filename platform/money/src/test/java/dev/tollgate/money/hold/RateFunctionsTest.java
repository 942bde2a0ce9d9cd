package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.rating.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits of calls per second that a hold weighs, by a clock that the test sets. */
class RateFunctionsTest extends OnRedisFunctions {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private Instant now = START;

    @BeforeEach
    void prepared() {
        RedisFunctionsBench.load(redis);
        at(START);
        prepare();
        publish(1, Period.of(START), 50, 0, 50);
    }

    @Test
    void a_limit_that_a_clock_ahead_has_moved_is_free_when_the_clock_is_set_back() {
        at(START.plus(Duration.ofMinutes(5)));
        hold("key_a");
        at(START);

        assertThat(hold("key_a").admitted()).isTrue();
        assertThat(hold("key_a").code()).isEqualTo(HoldReply.RATE);
    }

    @Test
    void a_limit_that_was_used_lately_is_kept_when_older_ones_are_dropped() {
        hold("key_old");
        at(START.plusMillis(59_500));
        hold("key_a");
        at(START.plusMillis(60_200));
        hold("key_b");

        assertThat(hold("key_a").code()).isEqualTo(HoldReply.RATE);
        at(START.plusMillis(60_600));
        assertThat(hold("key_a").admitted()).isTrue();
    }

    @Test
    void a_server_that_loads_the_functions_begins_with_whole_limits() {
        hold("key_a");
        assertThat(hold("key_a").code()).isEqualTo(HoldReply.RATE);

        RedisFunctionsBench.load(redis);

        assertThat(hold("key_a").admitted()).isTrue();
    }

    @Test
    void limits_are_told_apart_whatever_their_names_contain() {
        var names = List.of("subject a", "subject a 1 1 b", "subject \u00e9\n 2", "b 9");

        assertThat(names).allMatch(name -> hold(name).admitted());
        assertThat(names).allMatch(name -> hold(name).code() == HoldReply.RATE);
    }

    private void at(Instant time) {
        now = time;
        redis.must("DEL", "clock");
        redis.must("RPUSH", "clock", now.getEpochSecond(), now.getNano() / 1_000);
    }

    @CanIgnoreReturnValue
    private HoldReply hold(String limit) {
        return hold(new HoldRequest(tenant, 1, List.of(new RateLimit(limit, 1))));
    }
}
