package dev.tollgate.webhooks.intake;

import java.util.HashMap;
import java.util.Map;

/** Counts the failures of the event that is alone in its run, by partition. On one event loop. */
final class LoneFailures {

    /** So many failures of the event at this offset. */
    private record Failing(long offset, int times) {

        Failing and(Failing next) {
            return next.offset == offset ? new Failing(offset, times + next.times) : next;
        }
    }

    private final Map<Integer, Failing> failing = new HashMap<>();

    /** Counts one more; how many there were of this event. Those of another event of the partition are forgotten. */
    int count(int partition, long offset) {
        return failing.merge(partition, new Failing(offset, 1), Failing::and).times();
    }

    /** The event was stored, or skipped. */
    void forget(int partition) {
        failing.remove(partition);
    }
}
