package dev.tollgate.modules.bi.query.source;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Saved queries and their results: views and datasets, as far as the caller may read them. */
public interface SavedQueries {

    /**
     * A view.
     *
     * @param query null for the view of a dataset
     * @param table the first rows of the dataset
     * @param asOf when they were computed
     */
    record View(
            @Nullable JsonObject query,
            @Nullable JsonObject table,
            @Nullable Instant asOf) {}

    /** Refused as any record that is not there. */
    Future<Outcome<View>> view(Call<?> call, String id);

    /** The rows that the last run of a dataset has left. */
    Future<Outcome<DatasetRows>> rows(Call<?> call, String id);

    /** Datasets with their names, the newest. */
    Future<List<JsonObject>> datasets(Call<?> call);
}
