package dev.tollgate.gateway.http;

import dev.tollgate.runtime.memory.Deadlines;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Bounds what answers with status 503 take of an event loop, since such an answer costs half as much as a read: without
 * a bound, callers that come back at once would leave no time for the calls that were admitted. Where there are many,
 * the next request of a connection that had one waits for {@link #REST} or longer, which is what {@code Retry-After}
 * asks for; meanwhile nothing is read from the connection but what came with the next bytes. A trusted proxy sends the
 * requests of others over its connections, so there the answer itself waits, in the order in which they came: the proxy
 * sees a connection in use. Confined to its event loop.
 */
final class RefusedConnections {

    /**
     * Such answers between two ticks after which a connection may go on at once, and as many answers that wait, or
     * rests, end in a tick: about 10,000 of both a second.
     */
    static final int AT_ONCE_MAX = 512;

    /** Answers that wait at most, one for a connection; beyond it they are sent at once. The last waits for 3.2 s. */
    static final int WAITING_MAX = 32_768;

    /** As long as {@code Retry-After} says. */
    static final Duration REST = Duration.ofSeconds(1);

    /** A loop that was late makes up for its ticks one after the other; these count for nothing. */
    private static final long TICK_NANOS_MIN = Deadlines.TICK.toNanos() / 2;

    private final Deadlines resting = new Deadlines(REST);
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int refused;
    private long tickNanos;
    private long rested;

    RefusedConnections(long nowNanos) {
        tickNanos = nowNanos;
    }

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

    /** One more to a trusted proxy: whether it waits until this, which runs even if the proxy has left, sends it. */
    boolean waits(Runnable send) {
        refused++;
        if ((refused <= AT_ONCE_MAX && waiting.isEmpty()) || waiting.size() == WAITING_MAX) {
            return false;
        }
        waiting.add(send);
        return true;
    }

    /** It is gone. */
    void leave(Deadlines.Watched connection) {
        resting.leave(connection);
    }

    /**
     * Sends answers and ends rests: of those whose time is up as many as a tick may, the longest first; of other rests
     * no more than might have been refused since the last tick and were not.
     */
    void tick(long nowNanos) {
        if (nowNanos - tickNanos < TICK_NANOS_MIN) {
            return;
        }
        tickNanos = nowNanos;
        int left = AT_ONCE_MAX;
        while (left > 0 && sendsFirst()) {
            left--;
        }
        while (left > 0 && resting.tickFirst(nowNanos)) {
            left--;
        }
        while (left > refused && endsFirst(nowNanos)) {
            left--;
        }
        refused = 0;
    }

    /** Sends and ends all of them, whatever their time. */
    void endAll(long nowNanos) {
        boolean ended = true;
        while (ended) {
            ended = sendsFirst() || endsFirst(nowNanos);
        }
    }

    private boolean sendsFirst() {
        var first = waiting.poll();
        if (first != null) {
            first.run();
        }
        return first != null;
    }

    private boolean endsFirst(long nowNanos) {
        return resting.tickFirst(nowNanos + REST.toNanos());
    }

    /** How often connections have rested. */
    long rested() {
        return rested;
    }
}
