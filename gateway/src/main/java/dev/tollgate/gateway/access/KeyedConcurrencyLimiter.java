package dev.tollgate.gateway.access;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** So many places for each of many. Safe from any thread. */
public final class KeyedConcurrencyLimiter<K> {

    /** Beyond these, whoever holds no place is forgotten. */
    static final int KEPT_MAX = 10_000;

    private final ConcurrentMap<K, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final int max;

    public KeyedConcurrencyLimiter(int max) {
        this.max = max;
    }

    /** Takes a place, to be given back by {@link #give}; false when there is none. */
    public boolean take(K who) {
        var had = new boolean[1];
        // In one step with the look-up: whoever is forgotten meanwhile must not be counted where nobody looks.
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

    /** Gives a place back. */
    public void give(K who) {
        var count = taken.get(who);
        if (count != null && count.decrementAndGet() == 0 && taken.size() > KEPT_MAX) {
            taken.computeIfPresent(who, (_, kept) -> kept.get() == 0 ? null : kept);
        }
    }
}
