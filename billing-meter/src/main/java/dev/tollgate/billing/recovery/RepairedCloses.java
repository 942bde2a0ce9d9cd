package dev.tollgate.billing.recovery;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** What was set back. */
public record RepairedCloses(
        @JsonPropertyDescription("Nothing held after this time is closed any more.")
        Instant closedUntil,

        @JsonPropertyDescription("Partitions that had closed further.")
        long partitions,

        @JsonPropertyDescription("Accounts that had closed further. Their next call rebuilds their copy.")
        long accounts,

        @JsonPropertyDescription("Accounts whose month had turned already. They stay in the later month.")
        long monthsAhead) {}
