package dev.tollgate.gateway.control.system;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Health and lag of the installation. */
public record SystemState(
        @JsonPropertyDescription(
                "up if every part is up and there is no alarm, else degraded. A silent part counts only if no living process runs it.")
        Status status,

        @JsonPropertyDescription("Version of the gateway that answers.")
        String version,

        Instant time,

        @JsonPropertyDescription(
                "The servers, and the parts of every process. While PostgreSQL is away, only this gateway's view of the "
                        + "servers.")
        List<SystemPart> parts,

        @JsonPropertyDescription("What an operator should look at. Empty if nothing is wrong.")
        List<SystemAlarm> alarms,

        Lag lag,

        @JsonPropertyDescription("The last comparison of account figures. Absent if none is known.") @Nullable Reconciliation reconciliation,

        @JsonPropertyDescription(
                "Usage events that could not be booked and are kept as dead letters; at most 10000 are counted. Absent if "
                        + "unknown.")
        @Nullable Long deadLetters) {

    public SystemState {
        parts = List.copyOf(parts);
        alarms = List.copyOf(alarms);
    }

    /** State of the whole. */
    public enum Status {
        UP,
        DEGRADED
    }

    /** How far parts are behind. A value is absent while it is unknown. */
    public record Lag(
            @JsonPropertyDescription("Usage events in Kafka that are not booked yet.") @Nullable Long usageEvents,

            @JsonPropertyDescription("Age of the oldest audit event that waits for its seal, in seconds.") @Nullable Long auditSealSeconds,

            @JsonPropertyDescription("Messages in the outbox that are not in Kafka yet.") @Nullable Long outboxMessages,

            @JsonPropertyDescription("Domain events in Kafka that have no deliveries yet.") @Nullable Long webhookEvents,

            @JsonPropertyDescription("Delay of the most overdue webhook delivery, in seconds.") @Nullable Long webhookOverdueSeconds) {}

    /** The last comparison of usage, ledger, accounts and their copies. */
    public record Reconciliation(
            @JsonPropertyDescription("Time of the comparison.")
            Instant comparedAt,

            @JsonPropertyDescription("Difference between figures that should be equal, in micros.")
            long driftMicros,

            @JsonPropertyDescription("Accounts with drift.") int driftAccounts) {}
}
