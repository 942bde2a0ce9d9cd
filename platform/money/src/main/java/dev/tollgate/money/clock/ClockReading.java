package dev.tollgate.money.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * The clocks of Redis and PostgreSQL, as they were read between two instants of this process' own clock.
 *
 * @param sent when they were asked
 * @param received when both had answered
 */
public record ClockReading(Instant sent, Instant redis, Instant database, Instant received) {

    /** Clocks that differ by more disagree: then nothing closes. */
    public static final Duration SKEW_MAX = Duration.ofSeconds(2);

    /** The slowest clock: a close goes by it. */
    public Instant slowest() {
        Instant server = redis.isBefore(database) ? redis : database;
        return server.isBefore(sent) ? server : sent;
    }

    /** How far the clocks differ for certain: time that an answer may have taken is none. */
    public Duration skew() {
        Duration ofRedis = ahead(redis);
        Duration ofDatabase = ahead(database);
        Duration most = max(max(ofRedis, ofDatabase), Duration.ZERO);
        Duration least = max(max(ofRedis.negated(), ofDatabase.negated()), Duration.ZERO);
        return most.plus(least);
    }

    public boolean agrees() {
        return skew().compareTo(SKEW_MAX) <= 0;
    }

    /** How far Redis' clock is ahead of this process', negative if behind. */
    public Duration redisAhead() {
        return ahead(redis);
    }

    /** How far PostgreSQL's clock is ahead of this process', negative if behind. */
    public Duration databaseAhead() {
        return ahead(database);
    }

    private Duration ahead(Instant server) {
        if (server.isAfter(received)) {
            return Duration.between(received, server);
        }
        return server.isBefore(sent) ? Duration.between(sent, server) : Duration.ZERO;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
