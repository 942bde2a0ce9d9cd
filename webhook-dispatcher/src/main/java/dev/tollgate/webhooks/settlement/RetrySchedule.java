package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a failed delivery is tried again.
 *
 * @param pauses before the second and each further attempt; where there are more attempts, the last one again
 */
public record RetrySchedule(List<Duration> pauses) {

    /** A pause is taken with this much jitter, either way. */
    public static final double JITTER = 0.2;

    /** No receiver is let put an attempt off for longer. */
    public static final Duration RETRY_AFTER_MAX = Duration.ofHours(24);

    public RetrySchedule {
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty()) {
            throw new IllegalArgumentException("a retry schedule has at least one pause");
        }
    }

    /**
     * The pause before the next attempt: the later of the schedule and what the receiver asked for.
     *
     * @param made attempts made so far, at least one
     * @param random from 0 to 1
     */
    public Duration pause(int made, @Nullable Duration retryAfter, double random) {
        var scheduled = pauses.get(Math.min(made, pauses.size()) - 1);
        var jittered = Duration.ofNanos((long) (scheduled.toNanos() * (1 - JITTER + 2 * JITTER * random)));
        if (retryAfter == null) {
            return jittered;
        }
        var asked = retryAfter.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : retryAfter;
        return asked.compareTo(jittered) > 0 ? asked : jittered;
    }
}
