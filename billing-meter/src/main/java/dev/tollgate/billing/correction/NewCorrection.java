package dev.tollgate.billing.correction;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.ledger.LedgerEntryId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

/**
 * Correction of a ledger entry.
 *
 * @param entryId the charge or top-up that is corrected
 * @param amountMicros above 0 gives the customer money, below 0 takes it; not 0
 * @param reason why, for people: it is the note of the new entries
 */
public record NewCorrection(
        @JsonPropertyDescription("The charge or top-up to correct, by its id in list_ledger.")
        LedgerEntryId entryId,

        @JsonPropertyDescription("Above 0 gives the customer money, below 0 takes it. Not 0.")
        @Min(-NewTopUp.AMOUNT_MICROS_MAX) @Max(NewTopUp.AMOUNT_MICROS_MAX) long amountMicros,

        @JsonPropertyDescription("Why. Becomes the note of the new entries.") @Size(min = 1, max = 500) String reason) {}
