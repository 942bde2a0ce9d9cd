package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.webhooks.delivery.AttemptResult;
import dev.tollgate.webhooks.subscription.Subscriber;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was made, and what follows for its delivery.
 *
 * @param attemptId of its row; its usage event has {@code usageId}
 * @param heldNanos when its charge was held, by {@link System#nanoTime()}
 */
public record AttemptOutcome(
        LeasedDelivery leased,
        Subscriber endpoint,
        UUID attemptId,
        UUID usageId,
        AttemptResult result,
        Charge charge,
        long heldNanos,
        Next next) {

    static final int GONE = 410;

    /** What waits for its settlement keeps no body. */
    public AttemptOutcome {
        leased = leased.withoutBody();
    }

    /**
     * Next state of the delivery.
     *
     * @param status {@code succeeded}, {@code failed} or {@code retrying}
     * @param failure why it failed for good
     * @param pause until the next attempt
     */
    public record Next(
            String status,
            @Nullable String failure,
            @Nullable Duration pause) {

        boolean settled() {
            return pause == null;
        }
    }

    /** Decides what follows from a result. */
    public static Next next(
            LeasedDelivery leased, AttemptResult result, int attemptsMax, RetrySchedule schedule, double random) {
        int made = leased.attempts() + 1;
        if (result.succeeded()) {
            return new Next("succeeded", null, null);
        }
        return made >= attemptsMax
                ? new Next("failed", "attempts", null)
                : new Next("retrying", null, schedule.pause(made, result.retryAfter(), random));
    }

    /** The receiver says that it is no more. */
    boolean gone() {
        var status = result.statusCode();
        return status != null && status == GONE;
    }

    int number() {
        return leased.attempts() + 1;
    }

    /** The same, charged nothing: its hold is too old to be charged. */
    AttemptOutcome uncharged() {
        return new AttemptOutcome(leased, endpoint, attemptId, usageId, result, charge.used(0, 0), heldNanos, next);
    }

    /** The same without what a receiver wrote, for a server that cannot store it. */
    AttemptOutcome withoutAnswer() {
        var bare = new AttemptResult(
                result.startedAt(),
                result.timings(),
                null,
                result.statusCode(),
                result.errorClass(),
                null,
                result.retryAfter(),
                result.keyIds());
        return new AttemptOutcome(leased, endpoint, attemptId, usageId, bare, charge, heldNanos, next);
    }
}
