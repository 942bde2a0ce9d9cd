package dev.tollgate.modules.crm;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;

/**
 * A step that deals go through.
 *
 * @param position where it stands among the stages: lists begin with the smallest
 * @param outcome what a deal in it has come to; never changes, so that moving a stage closes and opens no deal
 * @param source the door of the last change
 * @param lastActor id of who made the last change
 */
public record DealStage(
        DealStageId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What people call it.") String name,

        @JsonPropertyDescription("Where it stands among the stages, from the smallest.")
        int position,

        @JsonPropertyDescription("What its deals have come to: open, won or lost.")
        Outcome outcome,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Counts every change, from 1.")
        long version,

        @JsonPropertyDescription("The door of the last change: api, mcp or control.")
        String source,

        @JsonPropertyDescription("Who made the last change.")
        String lastActor)
        implements Resource {

    static final int NAME_CHARS_MAX = 100;
    static final int POSITION_MAX = 1_000_000;

    /** What a deal has come to. */
    public enum Outcome {
        OPEN,
        WON,
        LOST
    }
}
