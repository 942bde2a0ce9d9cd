package dev.tollgate.money.clock;

import dev.tollgate.money.redis.RedisTimes;
import java.time.Duration;
import java.time.Instant;

/**
 * The clocks of Redis and PostgreSQL, as they were read between two instants of this process' own clock.
 *
 * @param sent when they were asked
 * @param redis of all its servers
 * @param received when both had answered
 */
public record ClockReading(Instant sent, RedisTimes redis, Instant database, Instant received) {

    /** Clocks that differ by more disagree: then nothing closes. */
    public static final Duration SKEW_MAX = Duration.ofSeconds(2);

    /** The slowest clock: a close goes by it. */
    public Instant slowest() {
        Instant server = redis.slowest().isBefore(database) ? redis.slowest() : database;
        return server.isBefore(sent) ? server : sent;
    }

    /** How far the clocks differ for certain: time that an answer may have taken is none. */
    public Duration skew() {
        Duration ofDatabase = ahead(database);
        Duration most = max(max(ahead(redis.fastest()), ofDatabase), Duration.ZERO);
        Duration least = max(max(ahead(redis.slowest()).negated(), ofDatabase.negated()), Duration.ZERO);
        return most.plus(least);
    }

    public boolean agrees() {
        return skew().compareTo(SKEW_MAX) <= 0;
    }

    /** How far Redis' clock is ahead of this process', negative if behind; of several servers, of the one most off. */
    public Duration redisAhead() {
        Duration behind = ahead(redis.slowest());
        Duration ahead = ahead(redis.fastest());
        return behind.abs().compareTo(ahead.abs()) > 0 ? behind : ahead;
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
