package dev.tollgate.modules.activity;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened. Never changed and never deleted. */
public record Activity(
        ActivityId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("note, call, email, meeting, or agent_action for what an agent did by itself.")
        Type type,

        @JsonPropertyDescription("What happened, in one line.") @Size(min = 1, max = 500) String summary,

        @JsonPropertyDescription("Details in plain text.") @Size(max = 20_000) @Nullable String body,

        @JsonPropertyDescription("Type of the related record, such as contact or ticket. Free text.")
        @Size(max = 64) @Nullable String relatedType,

        @JsonPropertyDescription("ID of the related record. Not checked.") @Size(max = 128) @Nullable String relatedId,

        @JsonPropertyDescription("When it happened, RFC 3339 with an offset. Default: now.")
        Instant occurredAt,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Type {
        NOTE,
        CALL,
        EMAIL,
        MEETING,
        AGENT_ACTION
    }
}
