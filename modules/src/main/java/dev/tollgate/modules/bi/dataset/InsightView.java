package dev.tollgate.modules.bi.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.shape.SyncedRecord;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chart: a query that is asked anew, or the rows of a dataset. */
public record InsightView(
        InsightViewId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Unique name.") @Size(min = 1, max = 100) String name,

        @JsonPropertyDescription("As query_insights takes it. Or dataset_id.") @Nullable JsonObject query,

        @JsonPropertyDescription("ID of the dataset. Or query.") @Nullable DatasetId datasetId,

        @JsonPropertyDescription("How to draw it.") Chart chart,

        @JsonPropertyDescription("Modules whose records it names: readers need :read of each.")
        List<String> modules,

        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    /** Forms of charts. */
    public enum Chart {
        LINE,
        BAR,
        AREA,
        NUMBER,
        TABLE,
        FUNNEL,
        RETENTION
    }

    /** Faults between its fields. */
    List<FieldError> faults() {
        return (query == null) == (datasetId == null)
                ? List.of(new FieldError("query", "or dataset_id must be given, and not both"))
                : List.of();
    }
}
