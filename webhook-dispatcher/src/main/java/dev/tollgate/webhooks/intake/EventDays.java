package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DayPartitions;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.UUID;

/** The days that events, deliveries and attempts lie in. A backlog may bring events of days that do not exist yet. */
public final class EventDays {

    private static final int VERSION = 7;
    private static final Duration AHEAD_MAX = Duration.ofDays(1);

    /** A week: while no dispatcher runs, test deliveries still need a day to lie in. */
    private static final int DAYS_AHEAD = 7;

    private EventDays() {}

    static DayPartitions partitions(Database database, InstantSource clock) {
        return new DayPartitions(database, clock, "webhooks.open_day", "webhooks.drop_before");
    }

    /** Yesterday and the week to come exist, and nothing older than what is kept. */
    public static Future<Void> keep(Database database, InstantSource clock, int daysKept) {
        return partitions(database, clock).keep(1, DAYS_AHEAD, Period.ofDays(daysKept));
    }

    /** Whether the day of an event is one of those that are kept. */
    static boolean kept(UUID id, Instant now, int daysKept) {
        var at = IdSource.time(id);
        return id.version() == VERSION
                && at.isAfter(now.minus(Duration.ofDays(daysKept - 1L)))
                && at.isBefore(now.plus(AHEAD_MAX));
    }
}
