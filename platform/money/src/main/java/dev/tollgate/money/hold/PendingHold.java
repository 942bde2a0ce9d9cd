package dev.tollgate.money.hold;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that waits for its verdict. */
final class PendingHold {

    private static final Logger LOGGER = LoggerFactory.getLogger(PendingHold.class);

    private final HoldRequest request;
    private final Promise<HoldDecision> verdict = Promise.promise();
    private final long sinceNanos;
    private long dueNanos;

    /** @param longest how long its caller waits, unless its copy is renewed */
    PendingHold(HoldRequest request, long sinceNanos, Duration longest) {
        this.request = request;
        this.sinceNanos = sinceNanos;
        this.dueNanos = sinceNanos + longest.toNanos();
    }

    HoldRequest request() {
        return request;
    }

    Future<HoldDecision> future() {
        return verdict.future();
    }

    /** Its copy is being renewed: it has longer, counted from its start. */
    void patience(Duration longest) {
        dueNanos = sinceNanos + longest.toNanos();
    }

    /** Extends the deadline by the time for which the event loop itself was stalled. */
    void extendDeadline(long stalledNanos) {
        dueNanos += stalledNanos;
    }

    /** Whether the caller is gone or its deadline has passed. No side effect. */
    boolean over(long nowNanos) {
        return verdict.future().isComplete() || nowNanos - dueNanos >= 0;
    }

    /** Whether the caller still waits. A caller whose time is up is answered first. */
    boolean waits(long nowNanos) {
        expire(nowNanos);
        return !verdict.future().isComplete();
    }

    /**
     * Completes the call if its deadline has passed. Not inside an iteration: a completed call may request the next
     * hold.
     */
    void expire(long nowNanos) {
        if (nowNanos - dueNanos >= 0) {
            fail("Redis did not answer in time", VertxException.noStackTrace("late"));
        }
    }

    /** Whether the verdict found its caller. */
    boolean answered(HoldDecision given) {
        return told(() -> verdict.tryComplete(given));
    }

    /** Nothing was done for the caller, or what was done will be released or closed: it may be repeated. */
    void fail(String reason, Throwable cause) {
        if (!verdict.future().isComplete()) {
            var _ = told(() -> verdict.tryFail(Failure.Unavailable.before(reason, cause)));
        }
    }

    /** A caller that throws when it is told keeps no other call of its batch from its verdict. */
    private static boolean told(BooleanSupplier completion) {
        try {
            return completion.getAsBoolean();
        } catch (Throwable thrown) {
            LOGGER.atError().setCause(thrown).log("a caller of hold failed to take its verdict");
            return true;
        }
    }
}
