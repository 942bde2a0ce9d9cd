package dev.tollgate.billing.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One movement between two accounts of a tenant's ledger.
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
        @Nullable String note,
        @Nullable LedgerEntryId correctsId) {}
