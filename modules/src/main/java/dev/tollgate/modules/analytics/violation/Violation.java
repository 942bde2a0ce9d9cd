package dev.tollgate.modules.analytics.violation;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.FaultKind;
import dev.tollgate.records.shape.SyncedRecord;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bad events of one name and revision that have the same faults. It is open again when such an event is seen again. */
public record Violation(
        ViolationId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Name of the events.") String name,

        @JsonPropertyDescription("Revision that checked them; 0: none.")
        int revision,

        @JsonPropertyDescription("Kind of the first fault.") FaultKind kind,

        @JsonPropertyDescription("What is wrong with them.") List<EventFault> faults,

        @JsonPropertyDescription("Events seen, to a few seconds.")
        long count,

        @JsonPropertyDescription("When the first was received.")
        Instant firstSeenAt,

        @JsonPropertyDescription("When the last was received.")
        Instant lastSeenAt,

        @JsonPropertyDescription("Events in quarantine.") long held,

        @JsonPropertyDescription("The first events, hashed. Absent in lists.") @Nullable List<Sample> samples,

        @JsonPropertyDescription("open, releasing, resolved or ignored.")
        Status status,

        @JsonPropertyDescription("How it was resolved.") @Nullable Resolution resolution,

        @JsonPropertyDescription("Why.") @Size(max = 1_000) @Nullable String note,

        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    /** Events that a violation shows. */
    static final int SAMPLES_MAX = 10;

    public enum Status {
        OPEN,
        RELEASING,
        RESOLVED,
        IGNORED
    }

    public enum Resolution {
        ACCEPT,
        DISCARD,
        IGNORE
    }

    /** One of the events. */
    public record Sample(Instant occurredAt, JsonObject properties) {}
}
