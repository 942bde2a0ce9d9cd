package dev.tollgate.money.hold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Calls of one lane that have not been sent yet, in the order in which they came. Their deadlines are in no order: how
 * long a call waits depends on whether Redis was away when it came, and on whether it waited for a copy.
 */
final class HoldQueue {

    private final ArrayDeque<PendingHold> waiting = new ArrayDeque<>();

    void add(PendingHold pending) {
        waiting.add(pending);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Removes the calls of the next batch. Those whose callers are gone meanwhile are not among them, nor those that
     * were served otherwise.
     */
    HoldBatch next(long nowNanos, Predicate<PendingHold> served, Consumer<PendingHold> gone) {
        HoldBatch batch = new HoldBatch();
        while (batch.hasRoom() && !waiting.isEmpty()) {
            PendingHold pending = waiting.poll();
            if (!pending.waits(nowNanos)) {
                gone.accept(pending);
            } else if (!served.test(pending)) {
                batch.add(pending);
            }
        }
        return batch;
    }

    /** Removes the calls whose callers are gone or whose deadlines have passed, wherever they are in the queue. */
    List<PendingHold> over(long nowNanos) {
        List<PendingHold> over = new ArrayList<>();
        waiting.removeIf(pending -> pending.over(nowNanos) && over.add(pending));
        return over;
    }

    /** Extends all deadlines by the time for which the event loop was stalled. */
    void extendDeadlines(long stalledNanos) {
        waiting.forEach(pending -> pending.extendDeadline(stalledNanos));
    }
}
