package dev.tollgate.modules.support;

import java.time.Duration;
import java.time.Instant;

/**
 * How much open time the clocks of a ticket have used, as of a moment. Stored, not shown.
 *
 * @param settledAt the moment
 * @param paused whether the clocks that pause have paused since
 * @param unanswered whether a message of the customer waits for a reply
 */
public record SlaClocks(
        Duration firstResponse,
        Duration nextResponse,
        Duration resolution,
        Instant settledAt,
        boolean paused,
        boolean unanswered) {

    /** Those of a new ticket. */
    static SlaClocks begun(Instant at) {
        return new SlaClocks(Duration.ZERO, Duration.ZERO, Duration.ZERO, at, false, false);
    }

    Duration used(SlaClock clock) {
        return switch (clock) {
            case FIRST_RESPONSE -> firstResponse;
            case NEXT_RESPONSE -> nextResponse;
            case RESOLUTION -> resolution;
        };
    }

    /** The same at a later moment, until which the running clocks have used this much more. */
    SlaClocks settled(Duration open, boolean first, boolean next, boolean last, Instant at) {
        return new SlaClocks(
                first ? firstResponse.plus(open) : firstResponse,
                next ? nextResponse.plus(open) : nextResponse,
                last ? resolution.plus(open) : resolution,
                at,
                paused,
                unanswered);
    }

    /** The same in a status that pauses, or in one that does not. */
    SlaClocks pausing(boolean nowPaused) {
        return new SlaClocks(firstResponse, nextResponse, resolution, settledAt, nowPaused, unanswered);
    }

    /** A message of the customer waits from now on; the first one since a reply begins anew. */
    SlaClocks asked() {
        return new SlaClocks(
                firstResponse, unanswered ? nextResponse : Duration.ZERO, resolution, settledAt, paused, true);
    }

    /** No message waits any more. */
    SlaClocks answered() {
        return new SlaClocks(firstResponse, nextResponse, resolution, settledAt, paused, false);
    }
}
