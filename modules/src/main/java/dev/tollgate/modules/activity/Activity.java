package dev.tollgate.modules.activity;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.table.CustomFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Never changed and never removed.
 *
 * @param relatedType what kind of thing it is about: free text, never resolved
 * @param occurredAt when it happened, which may be long before it was logged
 * @param source the door it was logged by
 * @param lastActor id of who logged it
 */
public record Activity(
        ActivityId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What it was: note, call, email, meeting or agent_action.")
        Type type,

        @JsonPropertyDescription("What happened, in one line.")
        String summary,

        @JsonPropertyDescription("More about it.") @Nullable String body,

        @JsonPropertyDescription("What kind of thing it is about, such as contact.") @Nullable String relatedType,

        @JsonPropertyDescription("Which of those things it is about.") @Nullable String relatedId,

        @JsonPropertyDescription("When it happened.") Instant occurredAt,

        @JsonPropertyDescription("Fields of the workspace's own.")
        CustomFields customFields,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Always 1.") long version,

        @JsonPropertyDescription("The door it was logged by: api, mcp or control.")
        String source,

        @JsonPropertyDescription("Who logged it.") String lastActor)
        implements Resource {

    static final int SUMMARY_CHARS_MAX = 500;
    static final int BODY_CHARS_MAX = 20_000;
    static final int RELATED_TYPE_CHARS_MAX = 64;
    static final int RELATED_ID_CHARS_MAX = 128;

    /** What it was. */
    public enum Type {
        NOTE,
        CALL,
        EMAIL,
        MEETING,
        AGENT_ACTION
    }
}
