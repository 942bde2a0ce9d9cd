package dev.tollgate.billing.threshold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Period;
import java.time.Instant;

/**
 * Data of {@code billing.exhausted} and {@code billing.recovered}.
 *
 * @param month such as {@code 2026-11}
 * @param balanceMicros what can still be spent
 * @param resetsAt when the next month starts
 */
public record BalanceChanged(TenantId tenantId, String month, long balanceMicros, Instant resetsAt) {

    static BalanceChanged of(Account account, Period period) {
        return new BalanceChanged(account.tenant(), period.toString(), account.balanceMicros(), period.end());
    }
}
