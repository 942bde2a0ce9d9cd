package dev.tollgate.webhooks.retention;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Makes the days to come before they are needed, and drops those that are no longer kept. */
public final class Days {

    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    /** A week: while no dispatcher runs, test deliveries still need a day to lie in. */
    private static final String OPEN = """
            SELECT webhooks.open_day(d::date)
              FROM generate_series($1::date - 1, $1::date + 7, interval '1 day') AS d
            """;

    private static final String DROP = "SELECT webhooks.drop_before($1)";

    private final Database database;
    private final InstantSource clock;
    private final int daysKept;

    public Days(Database database, InstantSource clock, int daysKept) {
        this.database = database;
        this.clock = clock;
        this.daysKept = daysKept;
    }

    /** Yesterday and the week to come exist, and nothing older than what is kept. */
    public Future<Void> keep() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return run(OPEN, today).compose(_ -> run(DROP, today.minusDays(daysKept)));
    }

    private Future<Void> run(String sql, LocalDate day) {
        return database.transaction(
                        Session.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(sql, Tuple.of(day)))
                .mapEmpty();
    }
}
