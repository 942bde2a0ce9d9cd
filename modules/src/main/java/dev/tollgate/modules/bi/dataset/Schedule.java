package dev.tollgate.modules.bi.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts runs of a dataset at times. */
public record Schedule(
        ScheduleId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What it is for.") @Size(min = 1, max = 100) @Nullable String name,

        @JsonPropertyDescription("ID of the dataset.") DatasetId datasetId,

        @JsonPropertyDescription("Five fields: minute hour day-of-month month day-of-week, such as 0 6 * * mon-fri."
                + " Runs are 15 minutes apart at least.")
        @Size(min = 9, max = 200) String cron,

        @JsonPropertyDescription("Zone of the cron. Default UTC.") @Size(max = 64) String timeZone,

        @JsonPropertyDescription("false: starts nothing. Off by itself after 5 failures in a row.")
        boolean active,

        @JsonPropertyDescription("Time of the next run.") @Nullable Instant nextRunAt,

        @JsonPropertyDescription("Runs in a row that failed.")
        int failures,

        @JsonPropertyDescription("Modules whose records it names: readers need :read of each.")
        List<String> modules,

        @JsonPropertyDescription("ID of who changed it last: runs are attributed to it.")
        String runsAs,

        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    static final int FAILURES_MAX = 5;

    /** Faults of its times. */
    List<FieldError> faults() {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            return List.of(new FieldError("time_zone", "must be an IANA name, such as Europe/Oslo"));
        }
        return CronTimes.fault(cron)
                .map(fault -> List.of(new FieldError("cron", fault)))
                .orElse(List.of());
    }

    /** The first of its times after one; empty where there is none, or its fields are wrong. */
    Optional<Instant> after(Instant time) {
        return faults().isEmpty() ? CronTimes.of(cron).after(time, ZoneId.of(timeZone)) : Optional.empty();
    }
}
