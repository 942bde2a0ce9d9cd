package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The days that events lie in: a backlog may bring some from before today, for which there is no partition yet. */
final class EventDays {

    private static final int VERSION = 7;
    private static final int TIME_SHIFT = 16;
    private static final Duration AHEAD_MAX = Duration.ofDays(1);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final String OPEN = "SELECT webhooks.open_day(d) FROM unnest($1::date[]) AS d";

    private final Database database;
    private final InstantSource clock;
    private final Duration ageMax;
    private final Set<LocalDate> opened = new HashSet<>();

    EventDays(Database database, InstantSource clock, int daysKept) {
        this.database = database;
        this.clock = clock;
        this.ageMax = Duration.ofDays(daysKept - 1L);
    }

    /** Whether its day is one of those that are kept. */
    boolean keeps(UUID id) {
        var now = clock.instant();
        var at = at(id);
        return id.version() == VERSION && at.isAfter(now.minus(ageMax)) && at.isBefore(now.plus(AHEAD_MAX));
    }

    /** Makes the days of these events. */
    Future<Void> open(Collection<Incoming> events) {
        Set<LocalDate> missing = new TreeSet<>();
        events.forEach(event -> missing.add(LocalDate.ofInstant(at(event.id()), ZoneOffset.UTC)));
        missing.removeAll(opened);
        if (missing.isEmpty()) {
            return Future.succeededFuture();
        }
        return database.transaction(
                        Session.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(OPEN, Tuple.of(missing.toArray(LocalDate[]::new))))
                .onSuccess(_ -> opened.addAll(missing))
                .mapEmpty();
    }

    private static Instant at(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> TIME_SHIFT);
    }
}
