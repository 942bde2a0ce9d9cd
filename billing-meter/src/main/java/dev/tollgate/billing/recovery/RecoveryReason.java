package dev.tollgate.billing.recovery;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Size;

/** Why an operator repairs something. */
public record RecoveryReason(
        @JsonPropertyDescription("Why, for the audit.") @Size(min = 1, max = CHARS_MAX) String reason) {

    static final int CHARS_MAX = 500;
}
