package dev.tollgate.runtime.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Forgets the entries not put or got for the longest time, while all together are too heavy. The last one that was put
 * is kept, however heavy it is. Not safe from two threads.
 */
public final class WeighedLru<K, V> {

    private static final int TABLE_AT_FIRST = 64;
    private static final float FULL = 0.75f;

    private final Map<K, V> entries = new LinkedHashMap<>(TABLE_AT_FIRST, FULL, true);
    private final long weightMax;
    private final ToLongFunction<V> weigher;
    private long weight;

    /** @param weigher gives the same for a value each time */
    public WeighedLru(long weightMax, ToLongFunction<V> weigher) {
        this.weightMax = weightMax;
        this.weigher = weigher;
    }

    public @Nullable V get(K key) {
        return entries.get(key);
    }

    /** The value that is kept, or that is made now. */
    public V get(K key, Supplier<V> made) {
        var kept = entries.get(key);
        if (kept != null) {
            return kept;
        }
        var value = made.get();
        put(key, value);
        return value;
    }

    public void put(K key, V value) {
        var former = entries.put(key, value);
        weight += weigher.applyAsLong(value) - (former == null ? 0 : weigher.applyAsLong(former));
        var eldest = entries.values().iterator();
        while (weight > weightMax && entries.size() > 1) {
            weight -= weigher.applyAsLong(eldest.next());
            eldest.remove();
        }
    }
}
