package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.rating.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The limits of calls per second that a hold weighs. */
class RateFunctionsTest extends OnRedisFunctions {

    @Test
    void foreign_rate_counters_are_replaced() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        redis.must("SET", RedisKeys.rate(tenant), "no counters");

        HoldReply first = hold(1, RateLimit.TENANT, 1);
        HoldReply second = hold(1, RateLimit.TENANT, 1);

        assertThat(first.admitted()).isTrue();
        assertThat(second.code()).isEqualTo(HoldReply.RATE);
    }

    @Test
    void a_limit_that_a_clock_ahead_has_moved_is_free_when_the_clock_is_set_back() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        offset(Duration.ofMinutes(5));
        hold(1, RateLimit.TENANT, 1);
        offset(Duration.ZERO);

        HoldReply first = hold(1, RateLimit.TENANT, 1);
        HoldReply second = hold(1, RateLimit.TENANT, 1);

        assertThat(first.admitted()).isTrue();
        assertThat(second.code()).isEqualTo(HoldReply.RATE);
    }

    @Test
    void limits_that_have_long_been_free_are_dropped() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        hold(1, "key_revoked", 5);
        offset(Duration.ofMinutes(11));

        hold(1, "key_new", 5);

        assertThat(redis.must("HKEYS", RedisKeys.rate(tenant)))
                .asInstanceOf(InstanceOfAssertFactories.list(byte[].class))
                .extracting(String::new)
                .containsExactly("key_new");
    }

    @CanIgnoreReturnValue
    private HoldReply hold(long cost, String limit, int perSecond) {
        return hold(List.of(cost, 1, limit, perSecond));
    }
}
