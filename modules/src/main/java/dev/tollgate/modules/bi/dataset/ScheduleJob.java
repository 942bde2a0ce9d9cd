package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.RefreshRuns.RunRequest;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.ActorScopes;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.JobUse;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Starts the runs of schedules, each charged when it starts, to the credential that changed the schedule last. Of the
 * times that were missed the latest counts, once.
 */
final class ScheduleJob {

    static final JobKind KIND = JobKind.of("bi.schedule", "schedule.run");

    private static final String DIMENSION = "bi.refresh";

    /** Missed times that are looked at one by one; after these only those of the last two days are. */
    private static final int MISSED_MAX = 3_000;

    private static final String IS_OPEN = """
            SELECT FROM bi.refresh_run WHERE workspace_id = $1 AND dataset_id = $2 AND status IN ('queued', 'running')
            """;

    private static final String PASS = """
            UPDATE bi.schedule SET next_run_at = $3, version = version + 1, updated_at = $4
             WHERE workspace_id = $1 AND id = $2 AND active
            """;

    /** Right of the credential that changed the schedule last, without which no run starts. */
    private static final Scope NEEDED = new Scope("bi:write");

    private final RecordTable<Schedule> schedules;
    private final RecordTable<Dataset> datasets;
    private final RefreshRuns runs;
    private final Work work;
    private final ActorScopes scopes;
    private final RunRights rights;
    private final IdSource ids;

    ScheduleJob(ModuleContext context, RefreshRuns runs) {
        this.schedules = context.table(Schedules.TABLE);
        this.datasets = context.table(Datasets.TABLE);
        this.runs = runs;
        this.work = context.work();
        this.scopes = context.scopes();
        this.rights = new RunRights(scopes);
        this.ids = context.ids();
    }

    Future<?> run(JobRun job) {
        return schedules
                .get(job.call(), new ScheduleId(job.subject()))
                .compose(found -> found instanceof Outcome.Done<Schedule>(Schedule schedule) && schedule.active()
                        ? due(job, schedule)
                        : Future.succeededFuture());
    }

    private Future<?> due(JobRun job, Schedule schedule) {
        var call = job.call();
        var now = call.facts().time();
        var latest = latest(schedule, job.dueAt(), now);
        var next = schedule.after(now).orElse(null);
        if (next == null) {
            return Future.succeededFuture();
        }
        var key = Tuple.of(
                call.caller().workspaceId().value(), schedule.datasetId().value());
        return scopes.of(call.caller(), schedule.runsAs())
                .compose(held -> held.contains(NEEDED)
                        ? work.readByKey(call, IS_OPEN, key)
                                .compose(open -> open.size() > 0
                                        ? passed(job, schedule, next)
                                        : permitted(job, schedule, latest, next))
                        : switchedOff(job, schedule, latest));
    }

    /** A time at which nothing starts is no change that anybody waits for. */
    private Future<Void> passed(JobRun job, Schedule schedule, Instant next) {
        job.next(next);
        var call = job.call();
        var args = Tuple.of(call.caller().workspaceId().value(), schedule.id().value())
                .addOffsetDateTime(next.atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(call.facts().time().atOffset(ZoneOffset.UTC));
        return work.prepare(call, transaction -> transaction.query(PASS, args)).mapEmpty();
    }

    /** Without the right to start a run there is none: it is skipped, and the schedule ends. */
    private Future<Void> switchedOff(JobRun job, Schedule schedule, Instant latest) {
        var why = schedule.runsAs() + " has lost the right " + NEEDED
                + ". Update the schedule with a credential that has it.";
        return skipped(job, schedule, latest, Schedules::off, why);
    }

    /** A run that could read nothing is none: it is skipped, free of charge, and counts as a failure. */
    private Future<Void> permitted(JobRun job, Schedule schedule, Instant latest, Instant next) {
        return datasets.get(job.call(), schedule.datasetId())
                .compose(found -> found instanceof Outcome.Done<Dataset>(Dataset dataset)
                        ? rights.missing(job.call(), dataset)
                        : Future.succeededFuture(Optional.<String>empty()))
                .compose(missing -> missing.isPresent()
                        ? withoutRights(job, schedule, latest, next, missing.get())
                        : started(job, schedule, latest, next));
    }

    private Future<Void> withoutRights(JobRun job, Schedule schedule, Instant latest, Instant next, String missing) {
        UnaryOperator<Schedule> moved = before -> Schedules.counted(Schedules.next(before, next), true);
        if (moved.apply(schedule).active()) {
            job.next(next);
        }
        return skipped(job, schedule, latest, moved, missing);
    }

    /** Stores a run that does not start, with the reason, and moves the schedule on. */
    private Future<Void> skipped(
            JobRun job, Schedule schedule, Instant latest, UnaryOperator<Schedule> moved, String why) {
        var request = RunRequest.of(schedule, latest);
        return job.write(transaction -> withRun(transaction, job.call(), schedule, moved, request, why))
                .mapEmpty();
    }

    /** The last time that is not in the future. */
    static Instant latest(Schedule schedule, Instant dueAt, Instant now) {
        var latest = dueAt;
        int missed = 0;
        for (var at = schedule.after(dueAt); at.isPresent() && !at.get().isAfter(now); at = schedule.after(latest)) {
            latest = at.get();
            if (++missed == MISSED_MAX) {
                missed = 0;
                latest = later(latest, now.minus(Duration.ofDays(2)));
            }
        }
        return latest;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Future<Void> started(JobRun job, Schedule schedule, Instant latest, Instant next) {
        job.next(next);
        var call = job.call();
        var request = RunRequest.of(schedule, latest);
        UnaryOperator<Schedule> moved = before -> Schedules.next(before, next);
        return scopes.spender(call.caller(), schedule.runsAs())
                .map(spender ->
                        new JobUse(ids.next(), DIMENSION, 1, call.facts().time(), spender.orElse(null)))
                .compose(use ->
                        job.charge(use, transaction -> withRun(transaction, call, schedule, moved, request, null)))
                .compose(outcome -> {
                    if (!(outcome instanceof Outcome.Refused<Schedule>(Refusal refusal)) || !isOfBalance(refusal)) {
                        return Future.succeededFuture();
                    }
                    job.next(next);
                    return skipped(
                            job,
                            schedule,
                            latest,
                            moved,
                            refusal.withoutBalance().detail());
                });
    }

    private static boolean isOfBalance(Refusal refusal) {
        return refusal instanceof Refusal.UsageBalanceExhausted
                || refusal instanceof Refusal.MonthlyCapReached
                || refusal instanceof Refusal.AccountPaused
                || refusal instanceof Refusal.BudgetExhausted;
    }

    /** @param skipped why the run is none; null for one that starts */
    private Future<Outcome<Change<Schedule>>> withRun(
            Transaction transaction,
            Call<?> call,
            Schedule schedule,
            UnaryOperator<Schedule> moved,
            RunRequest request,
            @Nullable String skipped) {
        return datasets.locked(transaction, call, schedule.datasetId())
                .compose(found -> found.then(dataset -> newRun(transaction, call, dataset, request, skipped)))
                .compose(made -> made.then(changes -> changed(transaction, call, schedule.id(), moved, changes)));
    }

    private Future<Outcome<List<RecordChange>>> newRun(
            Transaction transaction, Call<?> call, Dataset dataset, RunRequest request, @Nullable String skipped) {
        return skipped == null
                ? runs.started(transaction, call, dataset, request)
                : runs.made(transaction, call, dataset, request, RefreshRun.Status.SKIPPED, skipped)
                        .map(made -> made.map(change ->
                                List.of(RefreshRuns.named(change.records().getFirst(), "refresh_run"))));
    }

    private Future<Outcome<Change<Schedule>>> changed(
            Transaction transaction,
            Call<?> call,
            ScheduleId schedule,
            UnaryOperator<Schedule> moved,
            List<RecordChange> besides) {
        return schedules
                .patch(transaction, call, schedule, before -> Outcome.done(moved.apply(before)))
                .map(outcome -> outcome.map(change -> {
                    var records = new ArrayList<RecordChange>();
                    change.records().forEach(record -> records.add(RefreshRuns.named(record, "schedule")));
                    records.addAll(besides);
                    return new Change<>(change.answer(), records);
                }));
    }
}
