package dev.tollgate.gateway.http;

import dev.tollgate.runtime.memory.Deadlines;
import java.time.Duration;

/**
 * Bounds what answers with status 503 take of an event loop, since such an answer costs half as much as a read: without
 * a bound, callers that come back at once would leave no time for the calls that were admitted. Where there are many,
 * the next request of a connection that had one waits for {@link #REST} or longer, which is what {@code Retry-After}
 * asks for; meanwhile nothing is read from the connection but what came with the next bytes. A trusted proxy sends the
 * requests of others over its connections, so there the answer itself waits, in the order in which they came: the proxy
 * sees a connection in use. Confined to its event loop.
 */
final class RefusalThrottle {

    /**
     * Such answers between two ticks after which a connection may go on at once, and as many answers that wait, or
     * rests, end in a tick: about 10,000 of both a second.
     */
    static final int AT_ONCE_MAX = 512;

    /**
     * Answers that wait at most, one for a connection; beyond it they are sent at once. The last waits for 3.2 s, or
     * longer where the loop is late.
     */
    static final int WAITING_MAX = 32_768;

    /** As long as {@code Retry-After} says. */
    static final Duration REST = Duration.ofSeconds(1);

    /** A loop that was late makes up for its ticks one after the other; these count for nothing. */
    private static final long TICK_NANOS_MIN = Deadlines.TICK.toNanos() / 2;

    private final Deadlines resting = new Deadlines(REST);
    private final Deadlines waiting = new Deadlines(Duration.ZERO);
    private int refused;
    private long tickNanos;
    private long rested;

    RefusalThrottle(long nowNanos) {
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

    /** One more to a trusted proxy: whether it waits, which ends by the call of {@code timeUp}. */
    boolean waits(Deadlines.Watched answer, long nowNanos) {
        refused++;
        if ((refused <= AT_ONCE_MAX && waiting.isEmpty()) || waiting.size() >= WAITING_MAX) {
            return false;
        }
        waiting.join(answer, nowNanos);
        return true;
    }

    /** A connection is gone, and so is the answer to it. */
    void leave(Deadlines.Watched connection, Deadlines.Watched answer) {
        resting.leave(connection);
        waiting.leave(answer);
    }

    /**
     * Sends answers and ends rests whose time is up in turns, as many as a tick may, the longest first; of other rests
     * no more than might have been refused since the last tick and were not.
     */
    void tick(long nowNanos) {
        if (nowNanos - tickNanos < TICK_NANOS_MIN) {
            return;
        }
        tickNanos = nowNanos;
        int left = AT_ONCE_MAX;
        boolean answersTurn = true;
        while (left > 0 && endsFirst(answersTurn, nowNanos)) {
            left--;
            answersTurn = !answersTurn;
        }
        while (left > refused && endsRest(nowNanos)) {
            left--;
        }
        refused = 0;
    }

    private boolean endsFirst(boolean answersTurn, long nowNanos) {
        return answersTurn
                ? waiting.tickFirst(nowNanos) || resting.tickFirst(nowNanos)
                : resting.tickFirst(nowNanos) || waiting.tickFirst(nowNanos);
    }

    /** Sends and ends all of them, whatever their time. */
    void endAll(long nowNanos) {
        boolean ended = true;
        while (ended) {
            ended = waiting.tickFirst(nowNanos) || endsRest(nowNanos);
        }
    }

    private boolean endsRest(long nowNanos) {
        return resting.tickFirst(nowNanos + REST.toNanos());
    }

    /** How often connections have rested. */
    long rested() {
        return rested;
    }

    /** Answers that wait. */
    int waiting() {
        return waiting.size();
    }
}
