package dev.tollgate.money.redis;

import java.time.Instant;
import java.util.List;

/**
 * The clocks of all Redis servers that hold accounts; with one server both are the same.
 *
 * @param slowest no hold is made in an earlier bucket
 * @param fastest of all
 */
public record RedisTimes(Instant slowest, Instant fastest) {

    static RedisTimes of(List<Long> millis) {
        return new RedisTimes(
                Instant.ofEpochMilli(
                        millis.stream().mapToLong(Long::longValue).min().orElseThrow()),
                Instant.ofEpochMilli(
                        millis.stream().mapToLong(Long::longValue).max().orElseThrow()));
    }
}
