package dev.tollgate.money.hold;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queue of the calls of one account that wait while its copy is renewed. One call at a time retries its hold. */
final class RenewalQueue {

    /** The most calls of one account that wait for a copy. */
    static final int WAITING_MAX = 1_024;

    private final ArrayDeque<PendingHold> waiting = new ArrayDeque<>();
    private @Nullable Future<Void> renewal;
    private @Nullable PendingHold current;

    /** Whether there was room. */
    boolean enter(PendingHold pending, long nowNanos) {
        pending.patience(Holds.RENEWAL_TIMEOUT);
        if (!pending.waits(nowNanos)) {
            return true;
        }
        return waiting.size() < WAITING_MAX && waiting.add(pending);
    }

    /** The next one to try, if none is trying and one still waits. */
    @Nullable PendingHold probe(long nowNanos) {
        if (current != null) {
            return null;
        }
        leave(nowNanos);
        current = waiting.poll();
        return current;
    }

    /** This call has its answer: if it was the one that tried, the next may. */
    void probed(PendingHold pending) {
        if (pending.equals(current)) {
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
