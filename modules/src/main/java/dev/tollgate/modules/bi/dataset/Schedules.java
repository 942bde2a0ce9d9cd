package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.ScheduleOperations.NewSchedule;
import dev.tollgate.modules.bi.dataset.ScheduleOperations.SchedulePatch;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.RecordJob;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** Schedules with a job each while they are active. */
final class Schedules {

    static final TableDeclaration<Schedule> TABLE = ScheduleOperations.SCHEDULES.table();

    private static final Column<Schedule, Boolean> ACTIVE = TABLE.column("active", boolean.class);
    private static final Column<Schedule, Instant> NEXT_RUN_AT = TABLE.column("next_run_at", Instant.class);
    private static final Column<Schedule, Integer> FAILURES = TABLE.column("failures", int.class);
    private static final Column<Schedule, List<String>> MODULES = TABLE.column("modules", List.class);
    private static final Column<Schedule, String> RUNS_AS = TABLE.column("runs_as", String.class);

    /** Schedules of a workspace. */
    static final int SCHEDULES_MAX = 100;

    private static final Refusal TOO_MANY =
            new Refusal.Conflict("A workspace has at most " + SCHEDULES_MAX + " schedules. Delete one first.");

    private static final String COUNT = "SELECT count(*) FROM bi.schedule WHERE workspace_id = $1";

    private final RecordTable<Schedule> schedules;
    private final RecordTable<Dataset> datasets;
    private final Work work;
    private final RecordJob<Schedule> run;

    Schedules(ModuleContext context) {
        this.schedules = context.table(TABLE);
        this.datasets = context.table(Datasets.TABLE);
        this.work = context.work();
        this.run = new RecordJob<>(context.jobs(), ScheduleJob.KIND, (schedule, _) -> schedule.nextRunAt());
    }

    void serve(OperationBus bus) {
        bus.serve(ScheduleOperations.CREATE, this::create);
        bus.serve(ScheduleOperations.UPDATE, this::update);
        bus.serve(ScheduleOperations.DELETE, this::delete);
    }

    private Future<Outcome<Schedule>> create(Call<NewSchedule> call) {
        var input = call.input();
        return datasets.get(call, input.datasetId())
                .compose(found -> found instanceof Outcome.Done<Dataset>(Dataset dataset)
                        ? work.write(
                                call,
                                transaction -> hasRoom(transaction, call)
                                        .compose(room -> room
                                                ? inserted(transaction, call, dataset)
                                                : Future.succeededFuture(Outcome.refused(TOO_MANY))))
                        : Future.succeededFuture(Outcome.refused(NO_DATASET)));
    }

    private static Future<Boolean> hasRoom(Transaction transaction, Call<?> call) {
        var workspace = call.caller().workspaceId();
        var _ = transaction.lock(workspace.text() + " schedules");
        return transaction
                .query(COUNT, Tuple.of(workspace.value()))
                .map(rows -> rows.iterator().next().getLong(0) < SCHEDULES_MAX);
    }

    private Future<Outcome<Change<Schedule>>> inserted(
            Transaction transaction, Call<NewSchedule> call, Dataset dataset) {
        return schedules
                .insert(
                        transaction,
                        call,
                        schedules
                                .fresh(call.input())
                                .with(schedule -> withNextRun(
                                        TABLE.copy(schedule)
                                                .set(MODULES, dataset.modules())
                                                .done(),
                                        call)))
                .map(outcome -> outcome.map(change -> run.follow(transaction, call, change)));
    }

    static final Refusal NO_DATASET = Refusal.ValidationFailed.of("dataset_id", "is no dataset of this workspace");

    private Future<Outcome<Schedule>> update(Call<SchedulePatch> call) {
        var patch = call.input();
        return work.write(
                call,
                transaction -> schedules
                        .patch(
                                transaction,
                                call,
                                patch.id(),
                                before ->
                                        Outcome.done(withNextRun(again(schedules.patched(before, patch), patch), call)))
                        .map(outcome -> outcome.map(change -> run.follow(transaction, call, change))));
    }

    /** Switched on, it may fail as often as a new one. */
    private static Schedule again(Schedule schedule, SchedulePatch patch) {
        return patch.active() instanceof Patch.Set<Boolean>(Boolean on) && on
                ? TABLE.copy(schedule).set(FAILURES, 0).done()
                : schedule;
    }

    private static Schedule withNextRun(Schedule schedule, Call<?> call) {
        var next = schedule.active() ? schedule.after(call.facts().time()).orElse(null) : null;
        return TABLE.copy(schedule)
                .set(NEXT_RUN_AT, next)
                .set(RUNS_AS, call.caller().actor().id())
                .done();
    }

    private Future<Outcome<Schedule>> delete(Call<Ref<ScheduleId>> call) {
        return schedules.remove(call, call.input().id(), List.of(run.deletion()));
    }

    /** The schedule after a run of it. */
    static Schedule counted(Schedule before, boolean failed) {
        int failures = failed ? before.failures() + 1 : 0;
        boolean off = failures >= Schedule.FAILURES_MAX;
        return TABLE.copy(before)
                .set(FAILURES, failures)
                .set(ACTIVE, before.active() && !off)
                .set(NEXT_RUN_AT, before.active() && !off ? before.nextRunAt() : null)
                .done();
    }

    /** The schedule switched off by a run. */
    static Schedule off(Schedule before) {
        return TABLE.copy(before).set(ACTIVE, false).set(NEXT_RUN_AT, null).done();
    }

    /** The schedule with another next time. */
    static Schedule next(Schedule before, Instant next) {
        return TABLE.copy(before).set(NEXT_RUN_AT, next).done();
    }
}
