package dev.tollgate.records.job;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** When jobs of the installation run: each gives the first time after another. */
public final class JobTimes {

    private JobTimes() {}

    /** Every full hour. */
    public static UnaryOperator<Instant> hourly() {
        return after -> after.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    /** Every day at this time, UTC. */
    public static UnaryOperator<Instant> daily(LocalTime time) {
        return after -> {
            var today = after.atOffset(ZoneOffset.UTC).with(time).toInstant();
            return today.isAfter(after) ? today : today.plus(1, ChronoUnit.DAYS);
        };
    }
}
