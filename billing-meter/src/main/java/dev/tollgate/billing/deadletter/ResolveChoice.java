package dev.tollgate.billing.deadletter;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Which dead letters need no further handling, and why. */
public record ResolveChoice(
        @JsonPropertyDescription("Dead letters that were charged by hand, or are left.")
        @Size(min = 1, max = ResendChoice.IDS_MAX) List<DeadLetterId> ids,

        @JsonPropertyDescription("What was done, for the record.") @Size(min = 1, max = ResendChoice.REASON_CHARS_MAX) String reason) {}
