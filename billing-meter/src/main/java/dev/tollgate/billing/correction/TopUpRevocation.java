package dev.tollgate.billing.correction;

import dev.tollgate.billing.account.TopUpId;
import jakarta.validation.constraints.Size;

/**
 * A top-up to take back.
 *
 * @param reason why, for people: it is the note of the new entry
 */
public record TopUpRevocation(
        TopUpId id, @Size(min = 1, max = 500) String reason) {}
