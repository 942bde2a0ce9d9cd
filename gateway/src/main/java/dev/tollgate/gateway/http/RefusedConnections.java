package dev.tollgate.gateway.http;

import dev.tollgate.runtime.memory.Deadlines;
import java.time.Duration;

/**
 * Bounds what answers with status 503 take of an event loop, since such an answer costs half as much as a read: where
 * they are many, the next request of a connection that had one is not read for {@link #REST}, which is what
 * {@code Retry-After} asks for. Its bytes wait in the socket. Without it, clients that come back at once would leave no
 * time for the calls that were admitted. Confined to its event loop.
 */
final class RefusedConnections {

    /** Such answers between two ticks after which a connection may go on at once: about 10,000 a second. */
    static final int AT_ONCE_MAX = 512;

    /** As long as {@code Retry-After} says. */
    static final Duration REST = Duration.ofSeconds(1);

    private final Deadlines resting = new Deadlines(REST);
    private int refused;

    /** One more answer with status 503: whether its connection rests, which ends by the call of {@code timeUp}. */
    boolean rests(Deadlines.Watched connection, long nowNanos) {
        refused++;
        if (refused <= AT_ONCE_MAX) {
            return false;
        }
        resting.join(connection, nowNanos);
        return true;
    }

    /** It is gone. */
    void leave(Deadlines.Watched connection) {
        resting.leave(connection);
    }

    /** Ends rests: those whose time is up, and as many as might have been refused since the last tick and were not. */
    void tick(long nowNanos) {
        resting.tick(nowNanos);
        while (refused < AT_ONCE_MAX && resting.tickFirst(nowNanos + REST.toNanos())) {
            refused++;
        }
        refused = 0;
    }
}
