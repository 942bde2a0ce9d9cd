package dev.tollgate.modules.bi.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Issued;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.modules.bi.query.source.SourceRights;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations of datasets. Fields are described on {@link Dataset}. */
public final class DatasetOperations {

    /** Datasets of a workspace. */
    static final int DATASETS_MAX = 100;

    public record NewDataset(
            String name,
            JsonObject query,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record DatasetQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String name,
            Dataset.@Nullable Status status) implements ListQuery {}

    public record DatasetPatch(
            DatasetId id,
            Patch<String> name,
            Patch<JsonObject> query,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    /** What has become of a call for a run. */
    public record StartedRefresh(
            @JsonPropertyDescription("ID of the run.") @Issued
            RefreshRunId id,

            @JsonPropertyDescription("queued or running.") @Issued
            RefreshRun.Status status,

            @JsonPropertyDescription("false: the run was there already; nothing is charged.") @Issued
            boolean started) {}

    static final ResourceOperations<DatasetId, Dataset> DATASETS = ResourceOperations.of(
                    Dataset.class, DatasetId.class, "bi", "datasets")
            .at("/v1/bi/datasets")
            .stored(table -> table.startingWith("modules", List.of())
                    .startingWith("status", Dataset.Status.EMPTY)
                    .startingWith("columns", List.of())
                    .startingBy("runs_as", Stamp::actor)
                    .visibleTo((caller, dataset) -> SourceRights.reads(caller, dataset.modules()))
                    .announcedBy(DatasetOperations::verb, "refreshed", "refresh_failed"));

    private static @Nullable String verb(Dataset before, Dataset after) {
        if (!Objects.equals(before.currentRunId(), after.currentRunId()) && after.currentRunId() != null) {
            return "refreshed";
        }
        return after.status() == Dataset.Status.FAILED && before.status() != Dataset.Status.FAILED
                ? "refresh_failed"
                : null;
    }

    public static final Operation<NewDataset, Dataset> CREATE = DATASETS.create(
            NewDataset.class, """
            {
              "name": "Signups by plan",
              "query": {
                "source": {"event": "signup completed"},
                "measures": [{"op": "count"}, {"op": "count_distinct", "of": "actor"}],
                "dimensions": ["properties.plan"],
                "time": {"last": {"n": 12, "unit": "month"}, "grain": "month"}
              }
            }
            """, "Saves a heavy query: its rows are computed by refresh_dataset or a schedule.");

    public static final Operation<ListInput<DatasetQuery>, Page<Dataset>> LIST =
            DATASETS.list(DatasetQuery.class, """
            {"limit": 10}
            """, "Finds datasets, newest first. A page may have fewer than limit.");

    public static final Operation<Ref<DatasetId>, Dataset> GET = DATASETS.get();

    public static final Operation<DatasetPatch, Dataset> UPDATE =
            DATASETS.update(DatasetPatch.class, "Changes only the fields you send. Another query drops the rows.");

    public static final Operation<Ref<DatasetId>, Dataset> DELETE = DATASETS.delete(
            "Deletes a dataset with its rows and runs. Fails with conflict while a view or schedule refers to it.");

    public static final Operation<Ref<DatasetId>, StartedRefresh> REFRESH =
            DATASETS.add(Declaration.job("refresh_dataset", "refresh_run")
                    .audited("start")
                    .summary("Refresh a dataset")
                    .description("Recomputes the rows of a dataset. get_refresh_run tells how far it is.")
                    .app("POST", "/v1/bi/datasets/{id}/refresh", Declaration.scoped("bi:write"))
                    .takes(Shape.<Ref<DatasetId>>of(Ref.class, DatasetId.class, "DatasetRef"))
                    .metered(
                            new Answer.Json<>(StartedRefresh.class),
                            new Meter.Of<>("bi.refresh", _ -> 1, answer -> answer.started() ? 1 : 0),
                            new Meter.Free<>()));

    private DatasetOperations() {}
}
