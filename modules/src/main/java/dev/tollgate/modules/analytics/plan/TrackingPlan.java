package dev.tollgate.modules.analytics.plan;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.modules.analytics.check.EventEnforcement;
import dev.tollgate.modules.analytics.check.Unplanned;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Definitions of events that belong together, and what becomes of events that do not fit. */
public record TrackingPlan(
        TrackingPlanId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Unique name.") @Size(min = 1, max = 100) String name,

        @JsonPropertyDescription("Description.") @Size(max = 1_000) @Nullable String description,

        @JsonPropertyDescription("Who owns it.") @Size(max = 128) @Nullable String owner,

        @JsonPropertyDescription("Bad events: observe counts, quarantine holds, block drops them.")
        EventEnforcement enforcement,

        @JsonPropertyDescription("Events without an approved definition. Only the default plan's value applies.")
        Unplanned unplanned,

        @JsonPropertyDescription("Applies to events that no plan defines. At most one plan.")
        boolean isDefault,

        @JsonPropertyDescription(
                "Zone of days and weeks in queries about its events, unless the query has one. Default UTC.")
        @Size(max = 64) String timeZone,

        @JsonPropertyDescription("An archived plan takes no new definitions; those it has still check.")
        Status status,

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
        ACTIVE,
        ARCHIVED
    }

    /** Faults that no schema describes. */
    List<FieldError> faults() {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            return List.of(new FieldError(
                    "time_zone",
                    "must be an IANA time zone, such as Europe/Oslo."
                            + NearestWord.question(timeZone, ZoneId.getAvailableZoneIds())));
        }
        return isDefault && status == Status.ARCHIVED
                ? List.of(new FieldError("is_default", "must be false for an archived plan"))
                : List.of();
    }
}
