package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DayPartitions;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.UUID;

/** The days that events, deliveries and attempts lie in. A backlog may bring events of days that do not exist yet. */
public final class EventDayPartitions {

    /** A week: while no dispatcher runs, test deliveries still need a day to lie in. */
    private static final int DAYS_AHEAD = 7;

    private EventDayPartitions() {}

    static DayPartitions partitions(Database database, InstantSource clock) {
        return new DayPartitions(database, clock, "webhooks.open_day", "webhooks.drop_before");
    }

    /** Yesterday and the week to come exist, and nothing older than what is kept. */
    public static Future<Void> keep(Database database, InstantSource clock, int daysKept) {
        return partitions(database, clock).keep(1, DAYS_AHEAD, Period.ofDays(daysKept));
    }

    /** Whether the day of an event is one of those that are kept. */
    static boolean kept(UUID id, Instant now, int daysKept) {
        return DayPartitions.fault(id, now, Duration.ofDays(daysKept - 1L)) == null;
    }
}
