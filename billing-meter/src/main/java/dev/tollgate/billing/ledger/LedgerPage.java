package dev.tollgate.billing.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a ledger.
 *
 * @param month only those that count for this month, such as {@code 2026-11}
 * @param from when they were made, inclusive
 * @param to when they were made, exclusive
 */
public record LedgerPage(
        @JsonPropertyDescription("Month that entries count for, such as 2026-11.")
        @Nullable @Pattern(regexp = "[0-9]{4}-(0[1-9]|1[0-2])")
        String month,

        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable @Min(1) @Max(100) Integer limit,
        @Nullable String cursor) {}
