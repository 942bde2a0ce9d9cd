package dev.tollgate.money.hold;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queue of the calls of one account, or of one budget, that wait while its copy is renewed. One call at a time retries
 * its hold.
 */
final class RenewalQueue {

    /** The most calls of one account that wait for a copy. */
    static final int WAITING_MAX = 1_024;

    /** From one try of the copy to the next; doubles up to {@link #PROBE_MAX_NANOS}. */
    private static final long PROBE_NANOS = Duration.ofMillis(5).toNanos();

    private static final long PROBE_MAX_NANOS = Duration.ofMillis(40).toNanos();

    private final ArrayDeque<PendingHold> waiting = new ArrayDeque<>();
    private @Nullable Future<Void> renewal;
    private @Nullable PendingHold current;
    private boolean paused;
    private long probeAtNanos;
    private long pauseNanos = PROBE_NANOS;

    /** Whether there was room. */
    boolean enter(PendingHold pending, long nowNanos) {
        pending.patience(Holds.RENEWAL_TIMEOUT);
        if (!pending.waits(nowNanos)) {
            return true;
        }
        return waiting.size() < WAITING_MAX && waiting.add(pending);
    }

    /** The next one to try, if none is trying, one still waits, and the pause since the last try is over. */
    @Nullable PendingHold probe(long nowNanos) {
        if (current != null || (paused && nowNanos - probeAtNanos < 0)) {
            return null;
        }
        leave(nowNanos);
        current = waiting.poll();
        if (current != null) {
            paused = true;
            probeAtNanos = nowNanos + pauseNanos;
            pauseNanos = Math.min(2 * pauseNanos, PROBE_MAX_NANOS);
        }
        return current;
    }

    /** Delays the first try: the copy was lost, and a rebuild takes longer than any other renewal. */
    void probeLater(long nowNanos) {
        paused = true;
        pauseNanos = PROBE_MAX_NANOS;
        probeAtNanos = nowNanos + pauseNanos;
    }

    /** Something was done for the copy: the next try need not wait. */
    void probeSoon() {
        paused = false;
        pauseNanos = PROBE_NANOS;
    }

    /** Whether this call is the one that tries. */
    boolean tries(PendingHold pending) {
        return pending.equals(current);
    }

    /** This call has its answer: if it was the one that tried, the next may. */
    void probed(PendingHold pending) {
        if (tries(pending)) {
            current = null;
        }
    }

    /**
     * Removes calls whose deadline has passed. They are completed after all are removed, because a completed call may
     * enter again.
     */
    void leave(long nowNanos) {
        List<PendingHold> over = new ArrayList<>();
        waiting.removeIf(pending -> pending.over(nowNanos) && over.add(pending));
        over.forEach(pending -> pending.expire(nowNanos));
    }

    boolean empty() {
        return waiting.isEmpty() && current == null;
    }

    int size() {
        return waiting.size();
    }

    List<PendingHold> all() {
        return List.copyOf(waiting);
    }

    boolean renewing() {
        return renewal != null && !renewal.isComplete();
    }

    void renewal(Future<Void> running) {
        renewal = running;
    }
}
