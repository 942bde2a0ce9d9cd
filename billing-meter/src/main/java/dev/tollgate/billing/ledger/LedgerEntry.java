package dev.tollgate.billing.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An amount that moved between two accounts of a tenant's ledger.
 *
 * @param month the month it counts for, such as {@code 2026-11}
 * @param kind why it was made: included, top_up, charge, expiry, correction
 * @param debit the account the amount leaves
 * @param credit the account it enters
 * @param amountMicros always above 0
 * @param adjustsMonth the month it should have counted for, where that was final already
 * @param correctsId the entry that this one corrects
 */
public record LedgerEntry(
        LedgerEntryId id,
        Instant createdAt,
        String month,
        String kind,
        String debit,
        String credit,
        long amountMicros,
        @Nullable String adjustsMonth,

        @JsonPropertyDescription("What it is for. Of a charge: the operations, each with its dimension and number of "
                + "calls, the most frequent first.")
        String note,

        @JsonPropertyDescription("The call it is for; absent if it is for several calls or none.") @Nullable RequestId requestId,

        @Nullable LedgerEntryId correctsId) {}
