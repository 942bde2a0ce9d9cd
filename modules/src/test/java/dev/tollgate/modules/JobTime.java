package dev.tollgate.modules;

import dev.tollgate.embedded.OwnerSql;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** The time by which jobs are due, which is the database's: here that of a test. */
public final class JobTime {

    private JobTime() {}

    /** Jobs of a database go by this time from now on: the present plus a duration, or one that stands. */
    public static void set(OwnerSql sql, UnaryOperator<Instant> time) {
        var then = time.apply(Instant.EPOCH);
        boolean stands = then.equals(time.apply(Instant.EPOCH.plusSeconds(1)));
        var expression = stands
                ? "timestamptz '" + then.truncatedTo(ChronoUnit.MICROS) + "'"
                : "now() + interval '" + Duration.between(Instant.EPOCH, then) + "'";
        sql.execute("CREATE OR REPLACE FUNCTION records.job_time() RETURNS timestamptz LANGUAGE sql STABLE"
                + " AS $$ SELECT " + expression + " $$");
    }
}
