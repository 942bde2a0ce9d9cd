package dev.tollgate.modules.crm.deal;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stage that deals go through. Its outcome never changes, so that changing a stage closes and reopens no deal. */
public record DealStage(
        DealStageId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Name of the stage; unique in any case.") @Size(min = 1, max = 100) String name,

        @JsonPropertyDescription("Sort position: lists begin with the smallest; equal ones by age.")
        @Min(0) @Max(1_000_000) int position,

        @JsonPropertyDescription("Status of its deals. Default open. Cannot be changed later.")
        Outcome outcome,

        @JsonPropertyDescription("false: no deal moves into it. Default true.")
        boolean active,

        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Outcome {
        OPEN,
        WON,
        LOST
    }
}
