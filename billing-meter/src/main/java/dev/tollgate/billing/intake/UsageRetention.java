package dev.tollgate.billing.intake;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Makes the days to come before they are needed, and drops those that are no longer kept. */
public final class UsageRetention {

    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private static final String OPEN =
            "SELECT billing.open_usage_day(d::date) FROM generate_series($1::date, $1::date + 2, interval '1 day') AS d";

    private static final String DROP = "SELECT billing.drop_usage_before($1)";

    private final Database database;
    private final InstantSource clock;
    private final int monthsKept;

    /**
     * Keeps usage rows for a number of months.
     *
     * @param monthsKept how long usage rows are kept; the ledger and the sums stay
     */
    public UsageRetention(Database database, InstantSource clock, int monthsKept) {
        this.monthsKept = monthsKept;
        this.database = database;
        this.clock = clock;
    }

    /** Today and the two days after it exist, and nothing older than what is kept. */
    public Future<Void> keep() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return run(OPEN, today).compose(_ -> run(DROP, today.minusMonths(monthsKept)));
    }

    private Future<Void> run(String sql, LocalDate day) {
        return database.transaction(
                        Session.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(sql, Tuple.of(day)))
                .mapEmpty();
    }
}
