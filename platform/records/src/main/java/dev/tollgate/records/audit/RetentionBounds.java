package dev.tollgate.records.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The times from which on retention may have forgotten nothing by now. They move while a verification reads, so they
 * are asked for after each read.
 */
public record RetentionBounds(InstantSource clock, int bodyDays) {

    /** Retention runs by the clocks of other machines. */
    private static final Duration CLOCKS_DIFFER_MAX = Duration.ofHours(1);

    /** Addresses and agents of calls from this time on are kept. */
    public Instant originsSince() {
        return clock.instant().plus(CLOCKS_DIFFER_MAX).minus(Duration.ofDays(bodyDays));
    }

    /** Before and after of entries from this time on are kept: days in UTC are dropped whole. */
    public Instant bodiesSince() {
        return originsSince().truncatedTo(ChronoUnit.DAYS);
    }
}
