package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.FloodBuckets;
import dev.tollgate.gateway.access.InFlightLimiter;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.ToolFilter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Load of the loop, in-flight caps of tenant and agent, then the local flood bucket. Takes a slot, which {@link #leave}
 * releases.
 */
public final class EntryGate {

    /** The caller of an MCP message has a slot. */
    public static final class Entered implements Gated<Entered> {
        private final RequestContext context;

        private Entered(RequestContext context) {
            this.context = context;
        }

        public RequestContext context() {
            return context;
        }
    }

    /** The last permit of the order of REST. */
    static final class RestPermit<I, A> extends CheckedCall<I, A> implements Gated<RestPermit<I, A>>, Permit<I, A> {
        private RestPermit(RequestContext context, CompiledFace<I, A> face) {
            super(context, face);
        }
    }

    /** Work on an event loop that the price of a call covers. */
    static final Duration WORK_INCLUDED = Duration.ofMillis(100);

    private final OverloadGate overload;
    private final InFlightLimiter appPlane;
    private final InFlightLimiter controlPlane;
    private final Metering metering;
    private final LongSupplier nanoTime;
    private final FloodBuckets flood = new FloodBuckets();

    public EntryGate(
            OverloadGate overload,
            InFlightLimiter appPlane,
            InFlightLimiter controlPlane,
            Metering metering,
            LongSupplier nanoTime) {
        this.overload = overload;
        this.appPlane = appPlane;
        this.controlPlane = controlPlane;
        this.metering = metering;
        this.nanoTime = nanoTime;
    }

    <I, A> Gated<RestPermit<I, A>> enter(AccessGate.Allowed<I, A> call) {
        var refusal = refusal(call.context());
        return refusal == null ? new RestPermit<>(call.context(), call.face()) : new Gated.Refused<>(refusal);
    }

    Gated<Entered> enter(Authenticator.Admitted<GateOrder.Mcp> caller, ToolFilter filter) {
        var own = ToolFilter.of(caller.context().credential().tools());
        caller.context().narrowed(filter.and(own));
        var refusal = refusal(caller.context());
        return refusal == null ? new Entered(caller.context()) : new Gated.Refused<>(refusal);
    }

    private @Nullable Refusal refusal(RequestContext context) {
        var refusal = overload.refusal(context);
        if (refusal == null) {
            refusal = inFlight(context).refusal(context.slotTenant(), context.slotCaller());
        }
        if (refusal != null) {
            return refusal;
        }
        context.goneInside();
        return flooded(context);
    }

    private InFlightLimiter inFlight(RequestContext context) {
        return switch (context.arrival().surface()) {
            case CONTROL -> controlPlane;
            case REST, MCP, WEBHOOK, JOB -> appPlane;
        };
    }

    private @Nullable Refusal flooded(RequestContext context) {
        int perSecond = callsPerSecond(context);
        return flood.refusal(
                context.credential().id(), perSecond, freePerSecond(context, perSecond), nanoTime.getAsLong());
    }

    /** Does work that is no call and takes no slot; the flood bucket pays for its time. */
    @Nullable Refusal work(RequestContext context, Runnable work) {
        var refusal = flooded(context);
        if (refusal == null) {
            long began = System.nanoTime();
            try {
                work.run();
            } finally {
                spent(context, System.nanoTime() - began);
            }
        }
        return refusal;
    }

    OverloadGate overload() {
        return overload;
    }

    /** Charges the flood bucket of a credential for work that no rate limit has charged. */
    void spent(RequestContext context, long workNanos) {
        int perSecond = callsPerSecond(context);
        flood.spent(context.credential().id(), perSecond, freePerSecond(context, perSecond), workNanos);
    }

    void leave(RequestContext context) {
        if (context.inside()) {
            inFlight(context).left(context.slotTenant(), context.slotCaller());
            long beyond = context.workNanos() - WORK_INCLUDED.toNanos();
            if (beyond > 0) {
                spent(context, beyond);
            }
        }
    }

    int callsPerSecond(RequestContext context) {
        return metering.callsPerSecond(context.credential());
    }

    private static int freePerSecond(RequestContext context, int callsPerSecond) {
        return context.arrival().surface() == Surface.MCP ? FloodBuckets.freePerSecond(callsPerSecond) : 0;
    }
}
