package dev.tollgate.modules.support;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where tickets wait: its hours and targets decide when they are due. */
public record Queue(
        QueueId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Unique name.") @Size(min = 1, max = 100) String name,

        @JsonPropertyDescription("Description.") @Size(max = 1_000) @Nullable String description,

        @JsonPropertyDescription("false: takes no tickets.") boolean active,

        @JsonPropertyDescription("Default priority.") Ticket.Priority defaultPriority,

        @JsonPropertyDescription("Default assignee.") @Size(max = 128) @Nullable String defaultAssignee,

        @JsonPropertyDescription(
                "Open minutes: [{\"priority\":\"high\",\"first_response\":60,\"next_response\":90,\"resolution\":480}]")
        @Size(max = 4) @Nullable List<SlaTarget> targets,

        @JsonPropertyDescription("IANA name.") @Size(max = 64) @Nullable String timeZone,

        @JsonPropertyDescription("Null: 24/7. [{\"day\":\"monday\",\"from\":\"09:00\",\"to\":\"24:00\"}]")
        @Size(max = 28) @Nullable List<Interval> businessHours,

        @JsonPropertyDescription("Holidays.") @Size(max = 200) List<LocalDate> holidays,

        @JsonPropertyDescription("Pauses next_response and resolution.") @Size(min = 1, max = 2) List<Pause> pauseOn,

        @JsonPropertyDescription("Closes resolved tickets; null: never.") @Min(1) @Max(90) @Nullable Integer autoCloseDays,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    static final int AUTO_CLOSE_DAYS = 7;

    private static final Duration OPEN_MIN = Duration.ofHours(5);
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    /** A status in which clocks pause. */
    public enum Pause {
        WAITING_ON_CUSTOMER,
        PENDING
    }

    /** Whether the clocks that pause do so in this status. */
    boolean pausesIn(Ticket.Status status) {
        return pauseOn.stream().anyMatch(pause -> pause.name().equals(status.name()));
    }

    /** The target of a clock; null where there is none. */
    @Nullable Duration target(Ticket.Priority priority, SlaClock clock) {
        return targets == null
                ? null
                : targets.stream()
                        .filter(target -> target.priority() == priority)
                        .findFirst()
                        .map(target -> target.of(clock))
                        .orElse(null);
    }

    /** Its hours, in its own zone if it has one that is known here. */
    BusinessHours hours(ZoneId ofWorkspace) {
        var zone = timeZone == null || !ZONES.contains(timeZone) ? ofWorkspace : ZoneId.of(timeZone);
        return new BusinessHours(zone, businessHours == null ? List.of() : businessHours, Set.copyOf(holidays));
    }

    /** Faults between its fields, and of those that no schema describes. */
    List<FieldError> faults() {
        var faults = new ArrayList<FieldError>();
        if (timeZone != null && !ZONES.contains(timeZone)) {
            faults.add(new FieldError(
                    "time_zone",
                    "must be an IANA time zone, such as Europe/Oslo." + NearestWord.question(timeZone, ZONES)));
        }
        if (targets != null
                && targets.stream().map(SlaTarget::priority).distinct().count() < targets.size()) {
            faults.add(new FieldError("targets", "has a priority twice"));
        }
        if (!pauseOn.contains(Pause.WAITING_ON_CUSTOMER) || Set.copyOf(pauseOn).size() < pauseOn.size()) {
            faults.add(new FieldError("pause_on", "must be waiting_on_customer, or that and pending"));
        }
        faults.addAll(hourFaults(businessHours));
        return faults;
    }

    private static List<FieldError> hourFaults(@Nullable List<Interval> intervals) {
        if (intervals == null) {
            return List.of();
        }
        var faults = new ArrayList<FieldError>();
        var open = Duration.ZERO;
        for (int i = 0; i < intervals.size(); i++) {
            var interval = intervals.get(i);
            if (interval.toMinute() <= interval.fromMinute()) {
                faults.add(new FieldError("business_hours[" + i + "].to", "must be later than from"));
            } else if (intervals.subList(0, i).stream().anyMatch(interval::overlaps)) {
                faults.add(new FieldError("business_hours[" + i + "]", "overlaps another interval of the day"));
            }
            open = open.plusMinutes(interval.toMinute() - interval.fromMinute());
        }
        if (faults.isEmpty() && open.compareTo(OPEN_MIN) < 0) {
            faults.add(new FieldError("business_hours", "must be at least 5 hours a week; null means 24/7"));
        }
        return faults;
    }
}
