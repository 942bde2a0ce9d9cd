package dev.tollgate.runtime.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets the entry not put or got for the longest time, where there is one too many. Not safe from two threads. */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {

    private static final int TABLE_AT_FIRST = 256;
    private static final float FULL = 0.75f;

    private final int max;

    /** @param max how many entries it keeps */
    public LruMap(int max) {
        super(TABLE_AT_FIRST, FULL, true);
        this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
