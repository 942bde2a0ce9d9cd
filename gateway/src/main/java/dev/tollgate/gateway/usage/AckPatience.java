package dev.tollgate.gateway.usage;

import java.time.Duration;

/**
 * How long a usage record of one loop waits for Kafka before the same bytes also go into the outbox: four times what
 * Kafka has taken lately, so that a busy machine is not given the second way to go for every record.
 */
final class AckPatience {

    static final Duration LEAST = Duration.ofMillis(50);
    static final Duration MOST = Duration.ofMillis(500);

    private static final int FACTOR = 4;

    /** Weight of the last record in what Kafka takes. */
    private static final double WEIGHT = 0.1;

    private double usualNanos;

    /** Kafka has acknowledged a record, however late. */
    void acknowledged(long tookNanos) {
        usualNanos += WEIGHT * (Math.min(tookNanos, MOST.toNanos()) - usualNanos);
    }

    /** How long the next record waits. */
    Duration now() {
        return Duration.ofNanos(Math.clamp((long) (FACTOR * usualNanos), LEAST.toNanos(), MOST.toNanos()));
    }
}
