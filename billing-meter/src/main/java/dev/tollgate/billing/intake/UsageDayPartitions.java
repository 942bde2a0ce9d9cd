package dev.tollgate.billing.intake;

import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DayPartitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The days for which usage rows can be stored: each is a partition, made when the first event of it comes. */
public final class UsageDayPartitions {

    /** Older events could not be told from a second delivery: their day may have been dropped. */
    static final Duration AGE_MAX = Duration.ofDays(35);

    /** Clocks differ by less. */
    static final Duration AHEAD_MAX = Duration.ofDays(1);

    private static final int VERSION = 7;

    private UsageDayPartitions() {}

    public static DayPartitions partitions(Database database, InstantSource clock) {
        return new DayPartitions(database, clock, "billing.open_usage_day", "billing.drop_usage_before");
    }

    /** The reason why an event cannot be stored; null if it can. */
    static @Nullable String fault(UsageRecorded event, Instant now) {
        if (event.id().version() != VERSION) {
            return "the event id is not a UUIDv7";
        }
        var at = IdSource.time(event.id());
        if (at.isBefore(now.minus(AGE_MAX))) {
            return "the event is older than " + AGE_MAX.toDays() + " days";
        }
        return at.isAfter(now.plus(AHEAD_MAX)) ? "the event is more than a day in the future" : null;
    }
}
