package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;
import java.util.function.Function;

/**
 * The answer of a gate: its permit, or a refusal. A permit has a private constructor, so its gate alone makes it; the
 * next gate takes no other.
 *
 * @param <P> the permit
 */
public sealed interface Gated<P extends Gated<P>>
        permits Gated.Refused,
                Authenticator.Admitted,
                TargetGate.Targeted,
                AccessGate.Allowed,
                AccessGate.McpPermit,
                EntryGate.Entered,
                EntryGate.RestPermit {

    /** The gate stays shut. */
    record Refused<P extends Gated<P>>(Refusal refusal) implements Gated<P> {}

    /** Asks the next gate, unless this one refused. */
    @SuppressWarnings("unchecked") // every implementation but Refused is its own permit
    default <Q extends Gated<Q>> Gated<Q> then(Function<P, Gated<Q>> next) {
        return this instanceof Refused<P>(Refusal refusal) ? new Refused<>(refusal) : next.apply((P) this);
    }
}
