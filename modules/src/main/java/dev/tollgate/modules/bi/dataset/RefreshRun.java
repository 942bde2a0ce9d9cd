package dev.tollgate.modules.bi.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One computation of the rows of a dataset. */
public record RefreshRun(
        RefreshRunId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of the dataset.") DatasetId datasetId,
        @JsonPropertyDescription("manual or schedule.") Trigger trigger,

        @JsonPropertyDescription("ID of the schedule that started it.") @Nullable ScheduleId scheduleId,

        @JsonPropertyDescription("skipped: the balance was too low.")
        Status status,

        @JsonPropertyDescription("Time of the schedule.") @Nullable Instant scheduledFor,

        @JsonPropertyDescription("Tries so far, at most 3.") int attempt,

        @JsonPropertyDescription("Number of rows.") @Nullable Long rows,

        @JsonPropertyDescription("Why it failed or was skipped.") @Size(max = 500) @Nullable String error,

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

    /** What started it. */
    public enum Trigger {
        MANUAL,
        SCHEDULE
    }

    /** How far it is. */
    public enum Status {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        SKIPPED;

        boolean isOpen() {
            return this == QUEUED || this == RUNNING;
        }
    }
}
