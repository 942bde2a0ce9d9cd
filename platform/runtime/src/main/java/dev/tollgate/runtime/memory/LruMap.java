package dev.tollgate.runtime.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Forgets the entry not put or got for the longest time, where there is one too many. Not safe from two threads. */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {

    private static final int TABLE_AT_FIRST = 256;
    private static final float FULL = 0.75f;

    private final int max;
    private final Consumer<V> forgotten;

    /** @param max how many entries it keeps */
    public LruMap(int max) {
        this(max, _ -> {});
    }

    /**
     * The same for values that are needed once more when they are forgotten.
     *
     * @param forgotten gets each value that makes room for another; one that is removed or replaced it does not
     */
    public LruMap(int max, Consumer<V> forgotten) {
        super(TABLE_AT_FIRST, FULL, true);
        this.max = max;
        this.forgotten = forgotten;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        if (size() <= max) {
            return false;
        }
        forgotten.accept(eldest.getValue());
        return true;
    }
}
