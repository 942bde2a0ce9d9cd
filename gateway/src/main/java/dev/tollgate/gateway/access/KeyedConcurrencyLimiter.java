package dev.tollgate.gateway.access;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits concurrent calls per key. Safe from any thread. */
public final class KeyedConcurrencyLimiter<K> {

    /** Above this many keys, idle ones are removed. */
    static final int KEPT_MAX = 10_000;

    private final ConcurrentMap<K, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final int max;

    public KeyedConcurrencyLimiter(int max) {
        this.max = max;
    }

    /** Takes a slot, to be released by {@link #give}; false if none is free. */
    public boolean take(K who) {
        var had = new boolean[1];
        // One step with the look-up: a key that is being removed must not be counted in a lost counter.
        taken.compute(who, (_, known) -> {
            var count = known == null ? new AtomicInteger() : known;
            had[0] = count.get() < max;
            if (had[0]) {
                count.incrementAndGet();
            }
            return count;
        });
        return had[0];
    }

    /** Releases a slot. */
    public void give(K who) {
        var count = taken.get(who);
        if (count != null && count.decrementAndGet() == 0 && taken.size() > KEPT_MAX) {
            taken.computeIfPresent(who, (_, kept) -> kept.get() == 0 ? null : kept);
        }
    }
}
