package dev.tollgate.runtime.memory;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Places of one limit that keys share, such as tenants. The last quarter of them is left to keys that have less than a
 * quarter of what is free, so of four places and more no key has more than three quarters, rounded up, and those that
 * have much leave some to those that come later. Not safe from two threads.
 */
public final class FairPlaces<K> {

    private static final int QUARTERS = 4;

    private final int most;
    private final int quarter;
    private final @Nullable FairPlaces<K> base;
    private final KeyCounts<K> taken = new KeyCounts<>();

    public FairPlaces(int most) {
        this(most, most / QUARTERS, null);
    }

    private FairPlaces(int most, int quarter, @Nullable FairPlaces<K> base) {
        this.most = most;
        this.quarter = quarter;
        this.base = base;
    }

    /** No share is kept back: keys get places first come, first served. */
    static <K> FairPlaces<K> undivided(int most) {
        return new FairPlaces<>(most, 0, null);
    }

    /** A plan: the places as they are, and what is taken in the plan, which these do not count. */
    public FairPlaces<K> plan() {
        return new FairPlaces<>(most, quarter, this);
    }

    /** Whether the key may take another place. */
    public boolean hasRoom(K key) {
        int free = most - all();
        return free > quarter || of(key) < Math.ceilDiv(free, QUARTERS);
    }

    /** Places that the key may take, one after the other. */
    public int room(K key) {
        int free = most - all();
        int undivided = Math.max(0, free - quarter);
        // Of those that are divided it may take one while four times its own are fewer than are free.
        long left = free - undivided - (long) QUARTERS * (of(key) + undivided);
        return undivided + (int) Math.max(0, Math.ceilDiv(left, QUARTERS + 1));
    }

    /** Keys that have places and may take no other. */
    public Stream<K> full() {
        return keys().distinct().filter(key -> !hasRoom(key));
    }

    /** Takes so many more places for the key, whether there is room or not; below 0 it gives them back. */
    public void add(K key, int more) {
        taken.add(key, more);
    }

    /** Whether the key has a quarter of the places or more. */
    public boolean hasMuch(K key) {
        return of(key) >= quarter;
    }

    /** Places that the key has. */
    public int of(K key) {
        return taken.of(key) + (base == null ? 0 : base.of(key));
    }

    /** Places that all keys have. */
    public int all() {
        return taken.all() + (base == null ? 0 : base.all());
    }

    private Stream<K> keys() {
        return base == null ? taken.atLeast(1) : Stream.concat(base.keys(), taken.atLeast(1));
    }
}
