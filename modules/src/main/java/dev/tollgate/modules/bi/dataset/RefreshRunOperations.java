package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.modules.bi.query.source.SourceRights;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of refresh runs. Fields are described on {@link RefreshRun}. */
public final class RefreshRunOperations {

    public record RefreshRunQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable DatasetId datasetId,
            RefreshRun.@Nullable Trigger trigger,
            RefreshRun.@Nullable Status status)
            implements ListQuery {}

    static final ResourceOperations<RefreshRunId, RefreshRun> RUNS = ResourceOperations.of(
                    RefreshRun.class, RefreshRunId.class, "bi", "refresh runs")
            .at("/v1/bi/refresh-runs")
            .withoutUpdate()
            .stored(table -> table.visibleTo((caller, run) -> SourceRights.reads(caller, run.modules())));

    public static final Operation<ListInput<RefreshRunQuery>, Page<RefreshRun>> LIST = RUNS.list(
            RefreshRunQuery.class, """
            {"limit": 10}
            """, "Finds runs of datasets, newest first. A page may have fewer than limit.");

    public static final Operation<Ref<RefreshRunId>, RefreshRun> GET = RUNS.get();

    private RefreshRunOperations() {}
}
