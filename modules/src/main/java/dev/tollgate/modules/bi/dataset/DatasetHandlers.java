package dev.tollgate.modules.bi.dataset;

import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.bi.query.Insights;
import dev.tollgate.modules.bi.query.QueryLimits;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** Queries, datasets, runs, schedules and views of the module. */
public final class DatasetHandlers {

    /** In the order in which people read about them. */
    public static final List<ResourceOperations<?, ?>> RESOURCES = List.of(
            DatasetOperations.DATASETS,
            RefreshRunOperations.RUNS,
            InsightViewOperations.VIEWS,
            ScheduleOperations.SCHEDULES);

    public static final List<JobKind> JOBS = List.of(RefreshJob.KIND, ScheduleJob.KIND);

    private DatasetHandlers() {}

    /** Binds all handlers on one event loop. */
    public static void serve(ModuleContext context, EventStore store, EventGovernance governance, QueryLimits limits) {
        var pages = new DatasetPages(context.work());
        var insights = new Insights(context, store, governance, new SavedQueryRecords(context, pages), limits);
        var runs = new RefreshRuns(context);
        var bus = context.bus();
        insights.serve(bus);
        new Datasets(context, insights, pages).serve(bus);
        bus.serve(DatasetOperations.REFRESH, runs::refresh);
        new InsightViews(context, insights).serve(bus);
        new Schedules(context).serve(bus);
        context.jobs().handle(RefreshJob.KIND, new RefreshJob(context, insights)::run);
        context.jobs().handle(ScheduleJob.KIND, new ScheduleJob(context, runs)::run);
    }
}
