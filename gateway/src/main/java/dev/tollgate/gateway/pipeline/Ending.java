package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to and what it cost.
 *
 * @param metered what the caller is told about money and rates; null where no hold was asked for
 */
public record Ending<A>(Outcome<A> outcome, @Nullable Metered metered) {

    /**
     * Figures of a metered call.
     *
     * @param chargeMicros what it cost; 0 for a replay or a refusal
     * @param balanceMicros what is left; null where nobody asked
     * @param limitPerSecond the rate the call was measured against
     * @param remaining how many more calls that rate takes now
     */
    public record Metered(long chargeMicros, @Nullable Long balanceMicros, long limitPerSecond, long remaining) {}

    /** An ending before anything was held. */
    public static <A> Ending<A> refused(Refusal refusal) {
        return new Ending<>(Outcome.refused(refusal), null);
    }

    /** {@code ok}, {@code replayed}, or the refusal's code: for metrics, log and audit. */
    public String code() {
        return switch (outcome) {
            case Outcome.Done<A> _ -> "ok";
            case Outcome.Replayed<A> _ -> "replayed";
            case Outcome.Refused<A>(Refusal refusal) -> refusal.code();
        };
    }
}
