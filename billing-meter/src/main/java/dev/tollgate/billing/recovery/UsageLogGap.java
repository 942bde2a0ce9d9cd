package dev.tollgate.billing.recovery;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Part of the usage log that was lost. */
public record UsageLogGap(
        int partition,

        @JsonPropertyDescription("cut: the end of the log was lost. expired: its start was, before it was read.")
        Kind kind,

        @JsonPropertyDescription("Position of the meter when it noticed. Everything before it was booked.")
        long next,

        @JsonPropertyDescription("Position from which reading went on, or goes on now.")
        long resumedAt,

        @JsonPropertyDescription(
                "Records that were not booked, of 1 to 256 calls each; at most, if the log was cut. Absent if unknown.")
        @Nullable Long recordsLost,

        @JsonPropertyDescription("Messages that the outbox had kept, and sent again.")
        long messagesSent,

        Instant noticedAt) {

    /** What happened to the log. */
    public enum Kind {
        CUT,
        EXPIRED
    }
}
