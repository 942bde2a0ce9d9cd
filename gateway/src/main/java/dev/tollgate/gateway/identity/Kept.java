package dev.tollgate.gateway.identity;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets what it has not seen for the longest time. */
final class Kept<K, V> extends LinkedHashMap<K, V> {

    private final int max;

    Kept(int max) {
        super(256, 0.75f, true);
        this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
