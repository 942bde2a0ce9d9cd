package dev.tollgate.money.hold;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Refusal;
import org.jspecify.annotations.Nullable;

/** Decision of Redis about a call. */
public sealed interface HoldDecision {

    /**
     * It is held: charge it or prove that it will not be charged.
     *
     * @param hold its position, to be carried in the usage event
     * @param balanceMicros what is left after it: the lesser of money and cap
     * @param rate the tightest limit after it; null when the call has none
     * @param budget what the credential's budget has left after it; null when the credential has none
     */
    record Admitted(
            Charge.Hold hold,
            long balanceMicros,
            @Nullable RateLimitState rate,
            @Nullable BudgetLeft budget) implements HoldDecision {}

    /**
     * Nothing is held and nothing has changed.
     *
     * @param refusal rate limited, paused, cap, balance or budget, the first that applies in this order
     * @param balanceMicros what is left
     * @param rate the tightest limit, or the one that refused
     * @param budget what the credential's budget has left; null when the credential has none
     */
    record Refused(
            Refusal refusal,
            long balanceMicros,
            @Nullable RateLimitState rate,
            @Nullable BudgetLeft budget) implements HoldDecision {}
}
