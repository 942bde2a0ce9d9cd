package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.LoadShedder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls of applications and agents while those in flight wait too long, before their input is read and any
 * server is called. Writes wait for connections, reads do not, so there is a second limit for writes alone. Calls of
 * the control plane and signed messages are not refused here: their number is small, and an operator must be able to
 * act. For one event loop.
 */
public final class OverloadGate {

    /** Writes take longer than reads: this part of the least number of calls is enough to keep connections busy. */
    private static final int WRITES_PART = 2;

    private static final Refusal REFUSAL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);

    private final LoadShedder calls;
    private final LoadShedder writes;
    private final LastMinute lastMinute;

    public OverloadGate(LoadShedder.Bounds bounds) {
        long now = System.nanoTime();
        this.calls = new LoadShedder(bounds, now);
        var ofWrites = new LoadShedder.Bounds(bounds.delayMax(), bounds.inFlightMin() / WRITES_PART);
        this.writes = new LoadShedder(ofWrites, now);
        this.lastMinute = new LastMinute(now);
    }

    /** The refusal of a call of whatever operation; null if it may go on. */
    @Nullable Refusal refusal(RequestContext context) {
        return sheddable(context) && !calls.admits(context.tenantOrCredential()) ? REFUSAL : null;
    }

    /** The refusal of a call of this operation, which passed the other one; null if it may go on. */
    @Nullable Refusal refusal(RequestContext context, Operation<?, ?> operation) {
        return operation.changes() && sheddable(context) && !writes.admits(context.tenantOrCredential())
                ? REFUSAL
                : null;
    }

    private static boolean sheddable(RequestContext context) {
        return switch (context.arrival().surface()) {
            case REST, MCP -> true;
            case CONTROL, WEBHOOK, JOB -> false;
        };
    }

    /**
     * The input of a call is read, and its execution begins unless it is refused: a body that comes slowly takes no
     * place, so what was admitted by its head may find all places taken.
     *
     * @return the refusal; null if the call has begun
     */
    @Nullable Refusal begin(RequestContext context, Operation<?, ?> operation) {
        if (!sheddable(context)) {
            return null;
        }
        var refusal = refusal(context);
        if (refusal == null) {
            refusal = refusal(context, operation);
        }
        if (refusal == null) {
            began(context, operation.changes());
        }
        return refusal;
    }

    private void began(RequestContext context, boolean write) {
        long now = System.nanoTime();
        context.began(now, write);
        calls.began(context.tenantOrCredential(), now);
        if (write) {
            writes.began(context.tenantOrCredential(), now);
        }
    }

    /** A request has ended; counts if its execution began, and as what it began. */
    void ended(RequestContext context, CallResult<?> result) {
        if (!context.begun()) {
            return;
        }
        long now = System.nanoTime();
        long took = now - context.beganNanos();
        boolean done = isDone(result);
        calls.ended(context.tenantOrCredential(), took, done, now);
        if (context.begunWrite()) {
            writes.ended(context.tenantOrCredential(), took, done, now);
        }
    }

    /** A charged call has waited for its hold, its data and its usage; others may have waited for nothing. */
    private static boolean isDone(CallResult<?> result) {
        var metered = result.metered();
        return result.outcome() instanceof Outcome.Done<?> && metered != null && metered.chargeMicros() > 0;
    }

    void tick(long nowNanos) {
        calls.tick(nowNanos);
        writes.tick(nowNanos);
    }

    /** Calls in flight that are admitted now. */
    public int limit() {
        return calls.limit();
    }

    /** Writes in flight that are admitted now. */
    public int writeLimit() {
        return writes.limit();
    }

    /** Calls that were refused. */
    public long shed() {
        return calls.shed() + writes.shed();
    }

    /** Those of the last minute; asked every second or more often. */
    public long shedLately() {
        return lastMinute.rise(shed(), System.nanoTime());
    }
}
