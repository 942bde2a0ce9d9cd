package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.price.Quote;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The quote, the hold and the figures of one call. */
final class CallMoney<I, A> {

    private final Metering metering;
    private final Invocation<I, A> invocation;
    private Quote<A> quote;
    private CallResult.@Nullable Metered metered;

    CallMoney(Metering metering, Invocation<I, A> invocation) {
        this.metering = metering;
        this.invocation = invocation;
        this.quote = metering.quote(invocation);
    }

    Quote<A> quote() {
        return quote;
    }

    /** Whether the module has to tell the size of the call before it is held. */
    boolean needsSize() {
        return metering.needsSize(invocation);
    }

    void sized(CallSize size) {
        quote = metering.sized(invocation, quote, size);
    }

    /** The refusal where the credential, or its tenant, has had too many calls that no hold counts; null if not. */
    @Nullable Refusal replayRefusal() {
        return metering.replayRefusal(invocation.context().credential(), System.nanoTime());
    }

    /** Counts a replay. */
    void replayed(int answerBytes) {
        metering.replayed(invocation.context().credential(), answerBytes, System.nanoTime());
    }

    /**
     * Counts a call that took a query and is refused before its hold, which would count it: as a replay without answer.
     */
    void lookedUp() {
        replayed(0);
    }

    /** Holds the most that the call can cost. */
    Future<HoldDecision> hold() {
        return metering.hold(invocation.context().credential(), payer(), quote.mostMicros());
    }

    /** Keeps the figures of an admitted call, and gives its charge. */
    Charge admitted(HoldDecision.Admitted verdict) {
        Long left = verdict.balanceMicros();
        metered = new CallResult.Metered(quote.mostMicros(), left, verdict.rate(), verdict.budget());
        invocation.context().held(left, verdict.budget());
        return quote.held(verdict.hold());
    }

    /** Keeps the figures of a refused call. */
    void refused(HoldDecision.Refused verdict) {
        metered = new CallResult.Metered(0, verdict.balanceMicros(), verdict.rate(), verdict.budget());
    }

    /** Gives back what will not be charged. */
    void release(Charge charge, long micros) {
        var hold = charge.hold();
        if (hold != null && micros != 0) {
            metering.release(payer(), hold, micros);
            spare(micros);
        }
    }

    /** So much of the hold was given back. */
    void spare(long micros) {
        if (metered != null && micros != 0) {
            metered = metered.releasing(micros);
        }
    }

    /** The figures for the caller; null for a call without an account. */
    CallResult.@Nullable Metered metered() {
        return metered == null && invocation.context().tenant() != null ? CallResult.Metered.FREE : metered;
    }

    private TenantId payer() {
        return Objects.requireNonNull(invocation.context().tenant(), "a priced call has a tenant");
    }
}
