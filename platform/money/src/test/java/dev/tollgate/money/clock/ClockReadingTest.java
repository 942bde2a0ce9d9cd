package dev.tollgate.money.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.redis.RedisTimes;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockReadingTest {

    private static final Instant SENT = Instant.parse("2026-11-30T23:59:30Z");
    private static final Instant RECEIVED = SENT.plusMillis(900);

    @Test
    void time_that_an_answer_took_is_no_skew() {
        var reading = reading(300, 800);

        assertThat(reading.skew()).isZero();
        assertThat(reading.agrees()).isTrue();
    }

    @Test
    void a_redis_that_is_an_hour_ahead_disagrees_and_moves_no_close() {
        var reading = reading(3_600_000, 10);

        assertThat(reading.agrees()).isFalse();
        assertThat(reading.skew()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(reading.slowest()).isEqualTo(SENT);
    }

    @Test
    void a_server_that_is_behind_is_the_slowest_clock() {
        var reading = reading(-1_500, 10);

        assertThat(reading.agrees()).isTrue();
        assertThat(reading.slowest()).isEqualTo(SENT.minusMillis(1_500));
    }

    @Test
    void servers_apart_in_both_directions_differ_by_both() {
        assertThat(reading(-1_500, 2_400).agrees()).isFalse();
    }

    @Test
    void of_several_redis_servers_the_slowest_counts_and_all_must_agree() {
        var close =
                new ClockReading(SENT, new RedisTimes(SENT.minusMillis(900), SENT.plusMillis(1_000)), SENT, RECEIVED);
        var apart = new ClockReading(
                SENT, new RedisTimes(SENT.minusMillis(900), RECEIVED.plusMillis(1_200)), SENT, RECEIVED);

        assertThat(close.agrees()).isTrue();
        assertThat(close.slowest()).isEqualTo(SENT.minusMillis(900));
        assertThat(apart.agrees()).isFalse();
        assertThat(apart.redisAhead()).isEqualTo(Duration.ofMillis(1_200));
    }

    private static ClockReading reading(long redisMillis, long databaseMillis) {
        var redis = SENT.plusMillis(redisMillis);
        return new ClockReading(SENT, new RedisTimes(redis, redis), SENT.plusMillis(databaseMillis), RECEIVED);
    }
}
