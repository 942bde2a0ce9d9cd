package dev.tollgate.modules.tasks;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.table.CustomFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something somebody has to do.
 *
 * @param assignee who is to do it: free text
 * @param relatedType what kind of thing it is about: free text, never resolved
 * @param completedNote what came of it
 * @param source the door of the last change
 * @param lastActor id of who made the last change
 */
public record Task(
        TaskId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What is to be done, in one line.")
        String title,

        @JsonPropertyDescription("More about it.") @Nullable String description,

        @JsonPropertyDescription("Whether it is open, completed or canceled.")
        Status status,

        @JsonPropertyDescription("When it should be done.") @Nullable Instant dueAt,

        @JsonPropertyDescription("Who is to do it.") @Nullable String assignee,

        @JsonPropertyDescription("What kind of thing it is about, such as deal.") @Nullable String relatedType,

        @JsonPropertyDescription("Which of those things it is about.") @Nullable String relatedId,

        @JsonPropertyDescription("What came of it.") @Nullable String completedNote,

        @JsonPropertyDescription("Fields of the workspace's own.")
        CustomFields customFields,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Counts every change, from 1.")
        long version,

        @JsonPropertyDescription("The door of the last change: api, mcp or control.")
        String source,

        @JsonPropertyDescription("Who made the last change.")
        String lastActor)
        implements Resource {

    static final int TITLE_CHARS_MAX = 200;
    static final int DESCRIPTION_CHARS_MAX = 10_000;
    static final int ASSIGNEE_CHARS_MAX = 128;
    static final int RELATED_TYPE_CHARS_MAX = 64;
    static final int RELATED_ID_CHARS_MAX = 128;
    static final int NOTE_CHARS_MAX = 2_000;

    /** Where a task stands. */
    public enum Status {
        OPEN,
        COMPLETED,
        CANCELED
    }
}
