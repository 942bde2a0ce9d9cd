package dev.tollgate.runtime.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Counts of keys, and of all together. A key that counts nothing is forgotten. Not safe from two threads. */
public final class KeyCounts<K> {

    private final Map<K, Integer> counts = new HashMap<>();
    private int all;

    public int of(K key) {
        return counts.getOrDefault(key, 0);
    }

    /** The sum of the counts of all keys. */
    public int all() {
        return all;
    }

    /** Keys that count so many or more. */
    public Stream<K> atLeast(int count) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= count)
                .map(Map.Entry::getKey);
    }

    /** Counts so many more for the key; fewer if negative. */
    public void add(K key, int more) {
        all += more;
        counts.merge(key, more, Integer::sum);
        counts.remove(key, 0);
    }
}
