package dev.tollgate.runtime.postgres;

import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The partitions by day of a part's tables. Two functions of its schema make one and drop the old ones; both take a
 * date and have no effect where there is nothing to do. Used on one event loop.
 */
public final class DayPartitions {

    /** Clocks of processes differ by less. */
    public static final Duration AHEAD_MAX = Duration.ofDays(1);

    private static final int UUID_VERSION = 7;

    private static final Duration MAKE_TIME_MAX = Duration.ofSeconds(5);
    private static final Duration KEEP_TIME_MAX = Duration.ofSeconds(30);

    private final Database database;
    private final InstantSource clock;
    private final String make;
    private final String drop;
    private final Set<LocalDate> made = new HashSet<>();

    /**
     * The partitions of some tables.
     *
     * @param make function that makes the partitions of a day
     * @param drop function that drops all partitions before a day
     */
    public DayPartitions(Database database, InstantSource clock, String make, String drop) {
        this.database = database;
        this.clock = clock;
        this.make = "SELECT " + make + "(d) FROM unnest($1::date[]) AS d";
        this.drop = "SELECT " + drop + "($1)";
    }

    /**
     * Why there is no day for an event of this id; null where there is one.
     *
     * @param ageMax the day of an older event may be dropped already
     */
    public static @Nullable String fault(UUID id, Instant now, Duration ageMax) {
        if (id.version() != UUID_VERSION) {
            return "the event id is not a UUIDv7";
        }
        var at = IdSource.time(id);
        if (at.isBefore(now.minus(ageMax))) {
            return "the event is older than " + ageMax.toDays() + " days";
        }
        return at.isAfter(now.plus(AHEAD_MAX)) ? "the event is more than a day in the future" : null;
    }

    /** Makes the days of rows with these UUIDv7 ids. Asks the database for days it has not made before only. */
    public Future<Void> make(Collection<UUID> ids) {
        Set<LocalDate> missing = ids.stream()
                .map(id -> LocalDate.ofInstant(IdSource.time(id), ZoneOffset.UTC))
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(made);
        return missing.isEmpty()
                ? Future.succeededFuture()
                : run(make, Tuple.of(missing.toArray(LocalDate[]::new)), MAKE_TIME_MAX)
                        .onSuccess(_ -> made.addAll(missing));
    }

    /**
     * Makes the days around today before they are needed, and drops what is too old.
     *
     * @param behind days before today that exist
     * @param ahead days after today that exist
     * @param kept how far back rows are kept
     */
    public Future<Void> keep(int behind, int ahead, Period kept) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var days =
                today.minusDays(behind).datesUntil(today.plusDays(ahead + 1L)).toArray(LocalDate[]::new);
        return run(make, Tuple.of(days), KEEP_TIME_MAX)
                .compose(_ -> run(drop, Tuple.of(today.minus(kept)), KEEP_TIME_MAX));
    }

    private Future<Void> run(String sql, Tuple arguments, Duration timeMax) {
        return database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(timeMax),
                        transaction -> transaction.query(sql, arguments))
                .mapEmpty();
    }
}
