package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.DatasetOperations.DatasetQuery;
import dev.tollgate.modules.bi.query.source.DatasetRows;
import dev.tollgate.modules.bi.query.source.SavedQueries;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.RecordTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads views and datasets for queries. */
final class SavedQueryRecords implements SavedQueries {

    private static final int LISTED_MAX = 100;

    private static final Refusal NO_ROWS = new Refusal.Conflict(
            "The dataset has no rows yet. Call refresh_dataset, and repeat when its run succeeded.");

    private final RecordTable<Dataset> datasets;
    private final RecordTable<InsightView> views;
    private final DatasetPages pages;

    SavedQueryRecords(ModuleContext context, DatasetPages pages) {
        this.datasets = context.table(Datasets.TABLE);
        this.views = context.table(InsightViews.TABLE);
        this.pages = pages;
    }

    @Override
    public Future<Outcome<View>> view(Call<?> call, String id) {
        var known = TypeId.parse(TypeId.prefix(InsightViewId.class), id);
        if (known.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(RecordTable.NOT_FOUND));
        }
        return views.get(call, new InsightViewId(known.get()))
                .compose(found -> found.then(view -> {
                    var dataset = view.datasetId();
                    return dataset == null
                            ? Future.succeededFuture(Outcome.done(new View(view.query(), null, null)))
                            : ofDataset(call, dataset);
                }));
    }

    private Future<Outcome<View>> ofDataset(Call<?> call, DatasetId id) {
        return datasets.get(call, id)
                .compose(found -> found.then(dataset -> pages.sample(call, dataset)
                        .compose(read -> read.then(sample -> Future.succeededFuture(ofSample(dataset, sample))))));
    }

    private static Outcome<View> ofSample(Dataset dataset, Optional<JsonObject> sample) {
        if (sample.isEmpty()) {
            return Outcome.refused(NO_ROWS);
        }
        var columns = dataset.columns().stream().map(ReportField::name).toList();
        return Outcome.done(new View(null, sample.get().put("columns", new JsonArray(columns)), dataset.refreshedAt()));
    }

    @Override
    public Future<Outcome<DatasetRows>> rows(Call<?> call, String id) {
        UUID known = TypeId.parse(TypeId.prefix(DatasetId.class), id).orElse(null);
        if (known == null) {
            return Future.succeededFuture(Outcome.refused(RecordTable.NOT_FOUND));
        }
        return datasets.get(call, new DatasetId(known))
                .compose(found -> found.then(dataset -> Future.succeededFuture(rows(call, dataset))));
    }

    private static Outcome<DatasetRows> rows(Call<?> call, Dataset dataset) {
        var run = dataset.currentRunId();
        return run == null
                ? Outcome.refused(NO_ROWS)
                : Outcome.done(new DatasetRows(
                        dataset.name(),
                        run.value(),
                        dataset.columns(),
                        Objects.requireNonNullElse(
                                dataset.refreshedAt(), call.facts().time())));
    }

    @Override
    public Future<List<JsonObject>> datasets(Call<?> call) {
        return datasets(call, new ArrayList<>(), null);
    }

    /** All of them: a page of large datasets ends early. */
    private Future<List<JsonObject>> datasets(Call<?> call, List<JsonObject> listed, @Nullable String cursor) {
        return datasets.page(call, ListInput.of(new DatasetQuery(LISTED_MAX, cursor, null, null)))
                .compose(outcome -> {
                    if (!(outcome instanceof Outcome.Done<Page<Dataset>>(Page<Dataset> page))) {
                        return Future.succeededFuture(listed);
                    }
                    page.items()
                            .forEach(dataset -> listed.add(new JsonObject()
                                    .put("dataset", dataset.id().text())
                                    .put("name", dataset.name())));
                    return page.nextCursor() == null
                            ? Future.succeededFuture(listed)
                            : datasets(call, listed, page.nextCursor());
                });
    }
}
