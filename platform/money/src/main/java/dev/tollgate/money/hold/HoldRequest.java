package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.CredentialBudget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request for a hold, before the call runs. Free calls need none and never reach Redis.
 *
 * @param costMicros the most the call can cost; above 0
 * @param rates the limits it counts against, at most {@link #RATES_MAX}
 * @param budget the budget of its credential; null for none
 */
public record HoldRequest(
        TenantId tenant,
        long costMicros,
        List<RateLimit> rates,
        @Nullable CredentialBudget budget) {

    /** Limits per call: the tenant's and the credential's, and room for two more. */
    public static final int RATES_MAX = 4;

    /** The largest cost: figures in Redis are exact below 2^53. */
    public static final long COST_MICROS_MAX = 1L << 50;

    public HoldRequest {
        if (costMicros < 1 || costMicros > COST_MICROS_MAX) {
            throw new IllegalArgumentException(
                    "the cost of a hold must be 1 to " + COST_MICROS_MAX + " micros: " + costMicros);
        }
        if (rates.size() > RATES_MAX) {
            throw new IllegalArgumentException("more than " + RATES_MAX + " limits for one call");
        }
        rates = List.copyOf(rates);
    }

    /** One that counts against no budget. */
    public HoldRequest(TenantId tenant, long costMicros, List<RateLimit> rates) {
        this(tenant, costMicros, rates, null);
    }

    /** The keys in Redis that it needs. */
    int keys() {
        return budget == null ? 2 : 3;
    }

    /** The name of its budget; null for none. */
    @Nullable BudgetKey budgetKey() {
        return budget == null ? null : new BudgetKey(tenant, budget.id());
    }
}
