package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.form.AnswerForm;
import dev.tollgate.money.hold.BudgetLeft;
import dev.tollgate.money.hold.RateLimitState;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call and what it cost.
 *
 * @param metered money and rates for the caller; null for calls without an account
 * @param form how much of the answer the caller gets
 */
public record CallResult<A>(Outcome<A> outcome, @Nullable Metered metered, AnswerForm form) {

    /** A result whose answer the caller may read. */
    public CallResult(Outcome<A> outcome, @Nullable Metered metered) {
        this(outcome, metered, AnswerForm.WHOLE);
    }

    /**
     * Figures of a call on an account.
     *
     * @param chargeMicros what it cost; 0 for a replay or a refusal
     * @param balanceMicros what is left; null where nothing had to be held, or the caller may not know
     * @param rate the tightest limit it was measured against; null where there was none
     * @param budget what the credential's own budget has left; null where nothing had to be held, or it has none
     */
    public record Metered(
            long chargeMicros,
            @Nullable Long balanceMicros,
            @Nullable RateLimitState rate,
            @Nullable BudgetLeft budget) {

        static final Metered FREE = new Metered(0, null, null, null);

        Metered withoutBalance() {
            return balanceMicros == null ? this : new Metered(chargeMicros, null, rate, budget);
        }

        Metered releasing(long micros) {
            return new Metered(
                    chargeMicros - micros,
                    balanceMicros == null ? null : balanceMicros + micros,
                    rate,
                    budget == null ? null : budget.plus(micros));
        }
    }

    /** A result before anything was held. */
    public static <A> CallResult<A> refused(Refusal refusal) {
        return new CallResult<>(Outcome.refused(refusal), null);
    }

    /** {@code ok}, {@code replayed}, or the refusal's code: for metrics and log. */
    public String code() {
        return switch (outcome) {
            case Outcome.Done<A> _ -> "ok";
            case Outcome.Replayed<A> _ -> "replayed";
            case Outcome.Refused<A>(Refusal refusal) -> refusal.code();
        };
    }
}
