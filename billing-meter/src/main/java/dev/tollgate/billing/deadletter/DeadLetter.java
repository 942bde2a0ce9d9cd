package dev.tollgate.billing.deadletter;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.usage.UsageEventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A usage event that could not be booked. */
public record DeadLetter(
        DeadLetterId id,
        Instant createdAt,

        @JsonPropertyDescription("Why it could not be booked.")
        String reason,

        @JsonPropertyDescription("Whether it can be sent again now: it is readable, and at most 35 days old.")
        boolean sendable,

        @JsonPropertyDescription("Absent if the event is unreadable.") @Nullable UsageEventId eventId,

        @Nullable TenantId tenantId,
        @Nullable RequestId requestId,
        @Nullable String operation,
        @Nullable Long chargeMicros,

        @JsonPropertyDescription("Start of what was read, if it is unreadable.") @Nullable String unread,

        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,

        @JsonPropertyDescription("resent: the event was sent to the log again. resolved: by hand, or left.") @Nullable Resolution resolution,

        @Nullable String resolutionReason) {

    /** How it was handled. */
    public enum Resolution {
        RESENT,
        RESOLVED
    }
}
