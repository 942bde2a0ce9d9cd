package dev.tollgate.gateway.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Gives each of at most 64 things a bit, so that a set of them is one {@code long} and membership is one AND.
 *
 * @param <T> scopes or module keys
 */
public final class BitIndex<T> {

    static final int SIZE_MAX = Long.SIZE;

    private final List<T> things;
    private final Map<T, Long> bits = new HashMap<>();

    BitIndex(SequencedSet<T> things) {
        if (things.size() > SIZE_MAX) {
            throw new IllegalArgumentException("at most " + SIZE_MAX + " bits, not " + things.size());
        }
        this.things = List.copyOf(things);
        for (var thing : this.things) {
            bits.put(thing, 1L << bits.size());
        }
    }

    /** All things, in the order of their bits. */
    public List<T> all() {
        return things;
    }

    public boolean knows(T thing) {
        return bits.containsKey(thing);
    }

    /** The one bit of a thing; 0 for a thing the catalogue does not know, which therefore opens nothing. */
    public long bit(T thing) {
        return bits.getOrDefault(thing, 0L);
    }

    /** The set as bits; unknown things are left out. */
    public long mask(Collection<? extends T> set) {
        long mask = 0;
        for (var thing : set) {
            mask |= bit(thing);
        }
        return mask;
    }

    /** The things of a mask, in the order of their bits. */
    public List<T> things(long mask) {
        var set = new ArrayList<T>(Long.bitCount(mask));
        for (var thing : things) {
            if ((mask & bit(thing)) != 0) {
                set.add(thing);
            }
        }
        return set;
    }
}
