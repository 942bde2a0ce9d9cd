package dev.tollgate.modules.bi.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.bi.query.source.SourceRights;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.shape.SyncedRecord;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored query whose rows are computed by runs. */
public record Dataset(
        DatasetId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Unique name.") @Size(min = 1, max = 100) String name,

        @JsonPropertyDescription("A trend, funnel or retention, as query_insights takes it.")
        JsonObject query,

        @JsonPropertyDescription("Modules whose records it names: readers need :read of each.")
        List<String> modules,

        @JsonPropertyDescription("empty: no run has succeeded yet. ready: the last run succeeded.")
        Status status,

        @JsonPropertyDescription("Columns of the rows.") List<ReportField> columns,

        @JsonPropertyDescription("Number of rows.") @Nullable Long rows,

        @JsonPropertyDescription("Size of the rows as JSON.") @Nullable Long bytes,

        @JsonPropertyDescription("When the rows were computed.") @Nullable Instant refreshedAt,

        @JsonPropertyDescription("Run that the rows are of.") @Nullable RefreshRunId currentRunId,

        @JsonPropertyDescription("First 100 rows, in get_dataset: {rows: [[…]]}.") @Nullable JsonObject sample,

        @JsonPropertyDescription("ID of who changed it last: runs have its rights.")
        String runsAs,

        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    /** State of the rows. */
    public enum Status {
        EMPTY,
        REFRESHING,
        READY,
        FAILED
    }

    /** What runs need to read. */
    static List<String> modulesOf(JsonObject query) {
        return SourceRights.modules(query);
    }
}
