package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.CredentialBudget;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Request for a hold, before the call runs. Free calls need none and never reach Redis. Immutable; callers who make the
 * same call again keep it, and with it its hash and the bytes that Redis is sent.
 */
public final class HoldRequest {

    /** Limits per call: the tenant's and the credential's, and room for two more. */
    public static final int RATES_MAX = 4;

    /** The largest cost: figures in Redis are exact below 2^53. */
    public static final long COST_MICROS_MAX = 1L << 50;

    private final TenantId tenant;
    private final long costMicros;
    private final List<RateLimit> rates;
    private final @Nullable CredentialBudget budget;
    private final int hash;
    private @Nullable HoldArguments arguments;

    /**
     * One with a budget.
     *
     * @param costMicros the most the call can cost; above 0
     * @param rates the limits it counts against, at most {@link #RATES_MAX}
     * @param budget the budget of its credential; null for none
     */
    public HoldRequest(TenantId tenant, long costMicros, List<RateLimit> rates, @Nullable CredentialBudget budget) {
        if (costMicros < 1 || costMicros > COST_MICROS_MAX) {
            throw new IllegalArgumentException(
                    "the cost of a hold must be 1 to " + COST_MICROS_MAX + " micros: " + costMicros);
        }
        if (rates.size() > RATES_MAX) {
            throw new IllegalArgumentException("more than " + RATES_MAX + " limits for one call");
        }
        this.tenant = tenant;
        this.costMicros = costMicros;
        this.rates = List.copyOf(rates);
        this.budget = budget;
        this.hash = Objects.hash(tenant, costMicros, this.rates, budget);
    }

    /** One that counts against no budget. */
    public HoldRequest(TenantId tenant, long costMicros, List<RateLimit> rates) {
        this(tenant, costMicros, rates, null);
    }

    public TenantId tenant() {
        return tenant;
    }

    /** The most the call can cost. */
    public long costMicros() {
        return costMicros;
    }

    /** The limits it counts against. */
    public List<RateLimit> rates() {
        return rates;
    }

    /** The budget of its credential; null for none. */
    public @Nullable CredentialBudget budget() {
        return budget;
    }

    /** The name of its budget; null for none. */
    @Nullable BudgetKey budgetKey() {
        return budget == null ? null : new BudgetKey(tenant, budget.id());
    }

    /** Its bytes for Redis, made when they are first asked for. */
    HoldArguments arguments() {
        var known = arguments;
        if (known == null) {
            known = new HoldArguments(this);
            arguments = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof HoldRequest request
                        && hash == request.hash
                        && costMicros == request.costMicros
                        && tenant.equals(request.tenant)
                        && rates.equals(request.rates)
                        && Objects.equals(budget, request.budget));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
