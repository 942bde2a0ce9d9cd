package dev.tollgate.runtime.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue in which keys take turns: one key with many waiting values delays the others by one value each. Values of a
 * key leave in the order in which they came. It has no bound of its own. Not safe from two threads.
 */
public final class FairQueue<K, V> {

    private final LinkedHashMap<K, ArrayDeque<V>> queues = new LinkedHashMap<>();
    private int size;

    public void add(K key, V value) {
        queues.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(value);
        size++;
    }

    /** The first value of the key whose turn it is; null if the queue is empty. */
    public @Nullable V poll() {
        return poll(_ -> true);
    }

    /** The first value of the first key, in turn, that may have one; null if there is none. */
    public @Nullable V poll(Predicate<K> may) {
        for (K key : queues.keySet()) {
            if (may.test(key)) {
                ArrayDeque<V> values = queues.remove(key);
                V first = values.remove();
                size--;
                if (!values.isEmpty()) {
                    queues.putLast(key, values);
                }
                return first;
            }
        }
        return null;
    }

    /** Puts back what {@link #poll} gave: it is the next again. */
    public void putBack(K key, V value) {
        ArrayDeque<V> values = queues.getOrDefault(key, new ArrayDeque<>());
        values.addFirst(value);
        queues.putFirst(key, values);
        size++;
    }

    /** Removes the values at the head of each key for which this holds, up to the first for which it does not. */
    public List<V> removeHeads(Predicate<V> over) {
        List<V> removed = new ArrayList<>();
        for (ArrayDeque<V> values : queues.values()) {
            while (!values.isEmpty() && over.test(values.element())) {
                removed.add(values.remove());
            }
        }
        queues.values().removeIf(ArrayDeque::isEmpty);
        size -= removed.size();
        return removed;
    }

    /** Whether values of this key wait. */
    public boolean contains(K key) {
        return queues.containsKey(key);
    }

    /** How many values of this key wait. */
    public int size(K key) {
        var values = queues.get(key);
        return values == null ? 0 : values.size();
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }
}
