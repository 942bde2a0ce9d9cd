package dev.tollgate.billing.intake;

import dev.tollgate.contract.event.UsageRecorded;
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
import org.jspecify.annotations.Nullable;

/** The days for which usage rows can be stored: each is a partition, made when the first event of it comes. */
final class UsageDays {

    /** Older events could not be told from a second delivery: their day may have been dropped. */
    static final Duration AGE_MAX = Duration.ofDays(35);

    /** Clocks differ by less. */
    static final Duration AHEAD_MAX = Duration.ofDays(1);

    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final int VERSION = 7;
    private static final int TIME_SHIFT = 16;
    private static final String OPEN = "SELECT billing.open_usage_day(d) FROM unnest($1::date[]) AS d";

    private final Database database;
    private final InstantSource clock;
    private final Set<LocalDate> opened = new HashSet<>();

    UsageDays(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Why an event cannot be stored; null when it can. */
    @Nullable String fault(UsageRecorded event) {
        if (event.id().version() != VERSION) {
            return "the event id is not a UUIDv7";
        }
        var now = clock.instant();
        var at = at(event.id());
        if (at.isBefore(now.minus(AGE_MAX))) {
            return "the event is older than " + AGE_MAX.toDays() + " days";
        }
        return at.isAfter(now.plus(AHEAD_MAX)) ? "the event is more than a day in the future" : null;
    }

    /** Makes the days of these events, which have no fault. */
    Future<Void> open(Collection<UsageRecorded> events) {
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
