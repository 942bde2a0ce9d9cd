package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.modules.bi.query.source.SourceRights;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.table.ListInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of schedules. Fields are described on {@link Schedule}. */
public final class ScheduleOperations {

    public record NewSchedule(
            @Nullable String name,
            DatasetId datasetId,
            String cron,
            @Nullable String timeZone,
            @Nullable Boolean active,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record ScheduleQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable DatasetId datasetId,
            @Nullable Boolean active) implements ListQuery {}

    public record SchedulePatch(
            ScheduleId id,
            Patch<String> name,
            Patch<String> cron,
            Patch<String> timeZone,
            Patch<Boolean> active,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<ScheduleId, Schedule> SCHEDULES = ResourceOperations.of(
                    Schedule.class, ScheduleId.class, "bi", "schedules")
            .at("/v1/bi/schedules")
            .stored(table -> table.startingWith("time_zone", "UTC")
                    .startingWith("active", true)
                    .startingWith("failures", 0)
                    .startingWith("modules", List.of())
                    .startingBy("runs_as", Stamp::actor)
                    .visibleTo((caller, schedule) -> SourceRights.reads(caller, schedule.modules()))
                    .ruledBy(Schedule::faults)
                    .announcedBy(ScheduleOperations::verb, "disabled"));

    /** A run makes it so: after failures, or without the rights of who changed the schedule last. */
    private static @Nullable String verb(Schedule before, Schedule after) {
        boolean byRun = after.lastActor().equals(ScheduleJob.KIND.name()) || after.failures() >= Schedule.FAILURES_MAX;
        return before.active() && !after.active() && byRun ? "disabled" : null;
    }

    public static final Operation<NewSchedule, Schedule> CREATE = SCHEDULES.create(
            NewSchedule.class,
            """
            {
              "dataset_id": "dst_01jg000000e008000000000001",
              "cron": "0 6 * * mon-fri",
              "time_zone": "Europe/Oslo"
            }
            """,
            "Creates a schedule that refreshes a dataset by cron. Each run is charged when it starts.");

    public static final Operation<ListInput<ScheduleQuery>, Page<Schedule>> LIST = SCHEDULES.list(
            ScheduleQuery.class, """
            {"limit": 10, "active": true}
            """, "Finds schedules, newest first. A page may have fewer than limit.");

    public static final Operation<Ref<ScheduleId>, Schedule> GET = SCHEDULES.get();

    public static final Operation<SchedulePatch, Schedule> UPDATE = SCHEDULES.update(SchedulePatch.class);

    public static final Operation<Ref<ScheduleId>, Schedule> DELETE = SCHEDULES.delete("Deletes a schedule.");

    private ScheduleOperations() {}
}
