package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.work.Change;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Makes months of events before they begin, drops those that are too old, and lets the tables of ids take turns. */
public final class EventMonths {

    public static final JobKind KIND = JobKind.of("bi.keep_months");

    private static final Duration EVERY = Duration.ofHours(1);

    private static final String STEP = """
            SELECT bi.make_month($1) AS made, bi.drop_month($1) AS dropped, bi.turn_ids($1) AS turned
            """;

    private EventMonths() {}

    /** When it runs after a run that has found nothing to do. */
    public static Instant next(Instant now) {
        return now.plus(EVERY);
    }

    /** One step of each, in one short transaction; runs again at once until none is left. */
    public static Future<?> run(JobRun run) {
        var now = run.call().facts().time();
        return run.write(transaction -> transaction
                .query(STEP, Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    var row = rows.iterator().next();
                    if (row.getBoolean("made") || row.getBoolean("dropped") || row.getBoolean("turned")) {
                        run.next(now);
                    }
                    return Outcome.done(Change.of(true));
                }));
    }
}
