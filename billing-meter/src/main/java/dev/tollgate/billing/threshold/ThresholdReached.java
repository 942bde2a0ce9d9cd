package dev.tollgate.billing.threshold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Month;
import dev.tollgate.money.rating.Period;

/**
 * Data of {@code billing.threshold_reached}.
 *
 * @param month such as {@code 2026-11}
 * @param measure what is used up: {@code included} or {@code cap}
 * @param percent the threshold: 50, 80 or 100
 */
public record ThresholdReached(
        TenantId tenantId, String month, String measure, int percent, long usedMicros, long wholeMicros) {

    static Month month(Account account, Period period) {
        return account.next().period().equals(period) ? account.next() : account.month();
    }
}
