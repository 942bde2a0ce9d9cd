package dev.tollgate.runtime.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits concurrent calls per key. Safe from any thread. */
public final class KeyedConcurrencyLimiter<K> {

    /** Above this many keys, idle ones are removed. */
    static final int KEPT_MAX = 10_000;

    /** The count of a key that is being removed; it is never taken from again. */
    private static final int REMOVED = -1;

    private final ConcurrentMap<K, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final int max;

    public KeyedConcurrencyLimiter(int max) {
        this.max = max;
    }

    /** Takes a slot, to be released by {@link #give}; false if none is free. */
    public boolean take(K who) {
        while (true) {
            var known = taken.get(who);
            var count = known == null ? taken.computeIfAbsent(who, _ -> new AtomicInteger()) : known;
            int now = count.get();
            if (now >= max) {
                return false;
            }
            if (now == REMOVED) {
                // The thread that marked it removes it as well.
                taken.remove(who, count);
            } else if (count.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** Releases a slot. */
    public void give(K who) {
        var count = taken.get(who);
        if (count != null
                && count.decrementAndGet() == 0
                && taken.size() > KEPT_MAX
                && count.compareAndSet(0, REMOVED)) {
            taken.remove(who, count);
        }
    }
}
