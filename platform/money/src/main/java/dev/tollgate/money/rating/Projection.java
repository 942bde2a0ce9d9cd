package dev.tollgate.money.rating;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a month will have spent at its end if it goes on as it went: the spend so far, grown in proportion to time. It
 * knows no weekends and no cap. From less than a day nothing is projected: a first busy hour would promise a fortune.
 *
 * @param since the first instant that was looked at: the beginning of the month, or of the account
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
