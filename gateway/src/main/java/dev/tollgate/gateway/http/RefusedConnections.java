package dev.tollgate.gateway.http;

import dev.tollgate.runtime.memory.Deadlines;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Bounds what answers with status 503 take of an event loop, since such an answer costs half as much as a read: without
 * a bound, callers that come back at once would leave no time for the calls that were admitted. Where there are more
 * than the loop has time for, the next request of a connection that had one waits for {@link #REST} or longer, which is
 * what {@code Retry-After} asks for; meanwhile nothing is read from the connection but what came with the next bytes. A
 * trusted proxy sends the requests of others over its connections, so there the answer itself waits, in the order in
 * which they came and until as many as the loop has time for have been sent: the proxy sees a connection in use. The
 * loop has time for more as long as its ticks are in time, by {@link #LATE}. Confined to its event loop.
 */
final class RefusedConnections {

    /** Such answers between two ticks after which a connection may always go on at once: about 10,000 a second. */
    static final int AT_ONCE_MIN = 512;

    /** As many at most, however much time there is: about 160,000 a second. */
    static final int AT_ONCE_MAX = 8_192;

    /** A tick that comes longer than this after the one before shows a loop that is busy throughout. */
    static final Duration LATE = Deadlines.TICK.plusMillis(10);

    /** Answers that wait at most; beyond it they are sent at once. */
    static final int WAITING_MAX = 8_192;

    /** As long as {@code Retry-After} says. */
    static final Duration REST = Duration.ofSeconds(1);

    private static final int GROWTH_PART = 8;
    private static final int LOSS_PART = 4;
    private static final long LATE_NANOS = LATE.toNanos();

    /** A loop that was late makes up for its ticks one after the other; these count for nothing. */
    private static final long SOON_NANOS = Deadlines.TICK.toNanos() / 2;

    private final Deadlines resting = new Deadlines(REST);
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int atOnce = AT_ONCE_MIN;
    private int refused;
    private long tickNanos;
    private long rested;

    RefusedConnections(long nowNanos) {
        tickNanos = nowNanos;
    }

    /** One more answer with status 503: whether its connection rests, which ends by the call of {@code timeUp}. */
    boolean rests(Deadlines.Watched connection, long nowNanos) {
        refused++;
        if (refused <= atOnce) {
            return false;
        }
        rested++;
        resting.join(connection, nowNanos);
        return true;
    }

    /** One more to a trusted proxy: whether it waits until this, which runs even if the proxy has left, sends it. */
    boolean waits(Runnable send) {
        refused++;
        if ((refused <= atOnce && waiting.isEmpty()) || waiting.size() == WAITING_MAX) {
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
        long sinceNanos = nowNanos - tickNanos;
        if (sinceNanos < SOON_NANOS) {
            return;
        }
        int left = atOnce;
        while (left > 0 && sendsFirst()) {
            left--;
        }
        while (left > 0 && resting.tickFirst(nowNanos)) {
            left--;
        }
        while (left > refused && endsFirst(nowNanos)) {
            left--;
        }
        fit(sinceNanos > LATE_NANOS);
        tickNanos = nowNanos;
        refused = 0;
    }

    /**
     * Fewer go on at once after a late tick, or if there are few anyway; more after one in time if they were too few.
     */
    private void fit(boolean late) {
        if (late || refused < atOnce / 2) {
            atOnce = Math.max(atOnce - atOnce / LOSS_PART, AT_ONCE_MIN);
        } else if (refused > atOnce) {
            atOnce = Math.min(atOnce + atOnce / GROWTH_PART, AT_ONCE_MAX);
        }
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
