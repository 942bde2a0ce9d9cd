package dev.tollgate.modules.analytics.definition;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.modules.analytics.plan.TrackingPlanId;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What events of a name look like. Only the revision that was approved last checks events. */
public record EventDefinition(
        EventDefinitionId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of its tracking plan.") TrackingPlanId planId,

        @JsonPropertyDescription("Name of the event, exact; unique in the workspace.")
        @Pattern(regexp = EventLimits.NAME_PATTERN) @Size(max = EventLimits.NAME_CHARS_MAX) String name,

        @JsonPropertyDescription("Description.") @Size(max = 1_000) @Nullable String description,

        @JsonPropertyDescription("Who owns it.") @Size(max = 128) @Nullable String owner,

        @JsonPropertyDescription(
                "JSON Schema of the properties, an object; without $ref and combinators. Absent in lists.")
        @Nullable JsonObject schema,

        @JsonPropertyDescription(
                "Classes by property: none, pii (hashed, comparable) or sensitive (only whether it is present).")
        JsonObject classes,

        @JsonPropertyDescription("Properties that counts are kept by, for fast queries.") @Size(max = MEMBERS_MAX) List<@Size(min = 1, max = 64) String> dimensions,

        @JsonPropertyDescription("Numbers that sums are kept of.") @Size(max = MEMBERS_MAX) List<@Size(min = 1, max = 64) String> measures,

        @JsonPropertyDescription("Units by property, such as {\"amount\": \"cents:USD\"}.")
        JsonObject units,

        @JsonPropertyDescription("draft, approved or deprecated.")
        Status status,

        @JsonPropertyDescription("Number of the approved revision; 0 before the first.")
        int revision,

        @JsonPropertyDescription("Changes that wait for approval. Absent in lists.") @Nullable JsonObject proposed,

        @JsonPropertyDescription("Properties whose stored values are being hashed: not in queries meanwhile.")
        List<String> rehashing,

        @JsonPropertyDescription("When one was tracked, to the hour.") @Nullable Instant lastSeenAt,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    /** Dimensions, and measures. */
    static final int MEMBERS_MAX = 8;

    public enum Status {
        DRAFT,
        APPROVED,
        DEPRECATED
    }

    /** Faults that no schema describes, of what is proposed too. */
    List<FieldError> faults() {
        return DefinitionContent.withProposal(this).faults();
    }
}
