package dev.tollgate.runtime.memory;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets the entry not put or got for the longest time, where there is one too many. Not safe from two threads. */
public final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

    private final int max;

    /** @param max how many entries it keeps */
    public RecentlyUsed(int max) {
        super(256, 0.75f, true);
        this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
