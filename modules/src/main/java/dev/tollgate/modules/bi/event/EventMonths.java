package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.work.Change;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Makes months of events before they begin, drops those that are too old, and lets the tables of ids take turns. Each
 * is a job of its own: one that waits for its lock in vain delays no other.
 */
public final class EventMonths {

    private static final Duration EVERY = Duration.ofHours(1);

    /** @param sql says whether another step is left */
    private record Upkeep(JobKind kind, String sql) {}

    private static final List<Upkeep> ALL = List.of(
            new Upkeep(JobKind.of("bi.make_months"), "SELECT bi.make_month($1) AS more"),
            new Upkeep(JobKind.of("bi.drop_months"), "SELECT bi.drop_month($1) AS more"),
            new Upkeep(JobKind.of("bi.turn_ids"), "SELECT bi.turn_ids($1) AS more"));

    public static final List<JobKind> KINDS = ALL.stream().map(Upkeep::kind).toList();

    private EventMonths() {}

    public static void serve(Jobs jobs) {
        ALL.forEach(one -> jobs.every(one.kind(), EventMonths::next, run -> run(run, one.sql())));
    }

    private static Instant next(Instant now) {
        return now.plus(EVERY);
    }

    /** One step, in one short transaction; runs again at once until none is left. */
    private static Future<?> run(JobRun run, String sql) {
        var now = run.call().facts().time();
        return run.write(transaction -> transaction
                .query(sql, Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    if (rows.iterator().next().getBoolean("more")) {
                        run.next(now);
                    }
                    return Outcome.done(Change.of(true));
                }));
    }
}
