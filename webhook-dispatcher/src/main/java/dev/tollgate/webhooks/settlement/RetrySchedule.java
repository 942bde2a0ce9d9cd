package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pauses before retries of a failed delivery.
 *
 * @param pauses before the second and each further attempt; where there are more attempts, the last one again
 */
public record RetrySchedule(List<Duration> pauses) {

    /** A pause is taken with this much jitter, either way. */
    public static final double JITTER = 0.2;

    public RetrySchedule {
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty()) {
            throw new IllegalArgumentException("a retry schedule needs at least one pause");
        }
    }

    /**
     * The pause before the next attempt: the later of the schedule and what the receiver asked for.
     *
     * @param made attempts made so far, at least one
     * @param retryAfter what the receiver asked for, within bounds; null where it asked for nothing
     * @param random from 0 to 1
     */
    public Duration pause(int made, @Nullable Duration retryAfter, double random) {
        var scheduled = pauses.get(Math.min(made, pauses.size()) - 1);
        var jittered = Duration.ofNanos((long) (scheduled.toNanos() * (1 - JITTER + 2 * JITTER * random)));
        return retryAfter == null || retryAfter.compareTo(jittered) < 0 ? jittered : retryAfter;
    }
}
