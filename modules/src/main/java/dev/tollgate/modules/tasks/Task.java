package dev.tollgate.modules.tasks;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task of a person. */
public record Task(
        TaskId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What to do, in one line.") @Size(min = 1, max = 200) String title,

        @JsonPropertyDescription("Details in plain text.") @Size(max = 10_000) @Nullable String description,

        @JsonPropertyDescription("open, completed or canceled.")
        Status status,

        @JsonPropertyDescription("Due time, RFC 3339 with an offset.") @Nullable Instant dueAt,

        @JsonPropertyDescription("Who has to do it: a name, address or ID in free text.") @Size(max = 128) @Nullable String assignee,

        @JsonPropertyDescription("Type of the related record, such as deal or ticket. Free text.")
        @Size(max = 64) @Nullable String relatedType,

        @JsonPropertyDescription("ID of the related record. Not checked.") @Size(max = 128) @Nullable String relatedId,

        @JsonPropertyDescription("Result, when completed.") @Size(max = 2_000) @Nullable String completedNote,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Status {
        OPEN,
        COMPLETED,
        CANCELED
    }
}
