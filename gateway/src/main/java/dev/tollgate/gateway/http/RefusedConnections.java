package dev.tollgate.gateway.http;

import dev.tollgate.runtime.memory.Deadlines;
import java.time.Duration;

/**
 * Bounds what answers with status 503 take of an event loop, since such an answer costs half as much as a read: where
 * they are many, the next request of a connection that had one waits for {@link #REST} or longer, which is what
 * {@code Retry-After} asks for. Meanwhile nothing is read from the connection but what came with the next bytes.
 * Without it, clients that come back at once would leave no time for the calls that were admitted. Confined to its
 * event loop.
 */
final class RefusedConnections {

    /**
     * Such answers between two ticks after which a connection may go on at once, and rests that end in a tick: about
     * 10,000 of both a second.
     */
    static final int AT_ONCE_MAX = 512;

    /** As long as {@code Retry-After} says. */
    static final Duration REST = Duration.ofSeconds(1);

    private final Deadlines resting = new Deadlines(REST);
    private int refused;
    private long rested;

    /** One more answer with status 503: whether its connection rests, which ends by the call of {@code timeUp}. */
    boolean rests(Deadlines.Watched connection, long nowNanos) {
        refused++;
        if (refused <= AT_ONCE_MAX) {
            return false;
        }
        rested++;
        resting.join(connection, nowNanos);
        return true;
    }

    /** It is gone. */
    void leave(Deadlines.Watched connection) {
        resting.leave(connection);
    }

    /**
     * Ends rests: of those whose time is up as many as a tick may, the longest first; of the others no more than might
     * have been refused since the last tick and were not.
     */
    void tick(long nowNanos) {
        int left = AT_ONCE_MAX;
        while (left > 0 && resting.tickFirst(nowNanos)) {
            left--;
        }
        while (left > refused && endsFirst(nowNanos)) {
            left--;
        }
        refused = 0;
    }

    /** Ends all of them, whatever their time. */
    void endAll(long nowNanos) {
        boolean ended = true;
        while (ended) {
            ended = endsFirst(nowNanos);
        }
    }

    private boolean endsFirst(long nowNanos) {
        return resting.tickFirst(nowNanos + REST.toNanos());
    }

    /** How often connections have rested. */
    long rested() {
        return rested;
    }
}
