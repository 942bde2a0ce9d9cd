package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.modules.bi.query.source.SourceRights;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of views. Fields are described on {@link InsightView}. */
public final class InsightViewOperations {

    public record NewInsightView(
            String name,
            @Nullable JsonObject query,
            @Nullable DatasetId datasetId,
            InsightView.Chart chart,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record InsightViewQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String name,
            @Nullable DatasetId datasetId) implements ListQuery {}

    public record InsightViewPatch(
            InsightViewId id,
            Patch<String> name,
            Patch<JsonObject> query,
            Patch<DatasetId> datasetId,
            Patch<InsightView.Chart> chart,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<InsightViewId, InsightView> VIEWS = ResourceOperations.of(
                    InsightView.class, InsightViewId.class, "bi", "insight views")
            .at("/v1/bi/insight-views")
            .stored(table -> table.startingWith("modules", List.of())
                    .visibleTo((caller, view) -> SourceRights.reads(caller, view.modules()))
                    .ruledBy(InsightView::faults));

    public static final Operation<NewInsightView, InsightView> CREATE = VIEWS.create(
            NewInsightView.class, """
            {
              "name": "Signups by day",
              "chart": "line",
              "dataset_id": "dst_01jg000000e008000000000001"
            }
            """, "Saves a chart. query_insights with the query {view: id} gives its numbers.");

    public static final Operation<ListInput<InsightViewQuery>, Page<InsightView>> LIST =
            VIEWS.list(InsightViewQuery.class, """
            {"limit": 10}
            """, "Finds charts, newest first. A page may have fewer than limit.");

    public static final Operation<Ref<InsightViewId>, InsightView> GET = VIEWS.get();

    public static final Operation<InsightViewPatch, InsightView> UPDATE = VIEWS.update(InsightViewPatch.class);

    public static final Operation<Ref<InsightViewId>, InsightView> DELETE = VIEWS.delete("Deletes a chart.");

    private InsightViewOperations() {}
}
