package dev.tollgate.billing.intake;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DayPartitions;
import java.time.Duration;
import java.time.InstantSource;

/** The days for which usage rows can be stored: each is a partition, made when the first event of it comes. */
public final class UsageDayPartitions {

    /** Older events could not be told from a second delivery: their day may have been dropped. */
    public static final Duration AGE_MAX = Duration.ofDays(35);

    private UsageDayPartitions() {}

    public static DayPartitions partitions(Database database, InstantSource clock) {
        return new DayPartitions(database, clock, "billing.open_usage_day", "billing.drop_usage_before");
    }
}
