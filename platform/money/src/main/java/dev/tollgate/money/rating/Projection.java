package dev.tollgate.money.rating;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Linear projection of the spend to the end of the month. Ignores weekends and the cap. Needs at least a day: an hour
 * says too little.
 *
 * @param since start of the measured period: of the month, or of the account
 * @param micros never below the spend; null where less than {@link #OBSERVED_MIN} was seen
 */
public record Projection(Instant since, @Nullable Long micros) {

    /** The least time that says something about a month. */
    public static final Duration OBSERVED_MIN = Duration.ofDays(1);

    /** @param opened when the account was made */
    static Projection of(Month month, Instant opened, Instant now) {
        Instant start = month.period().start();
        Instant since = opened.isAfter(start) ? opened : start;
        Instant end = month.period().end();
        Instant seen = now.isAfter(end) ? end : now;
        Duration observed = Duration.between(since, seen);
        if (observed.compareTo(OBSERVED_MIN) < 0) {
            return new Projection(since, null);
        }
        double pace = (double) Duration.between(since, end).toMillis() / observed.toMillis();
        return new Projection(since, Math.max(month.spent(), Math.round(month.spent() * pace)));
    }
}
