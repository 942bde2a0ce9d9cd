package dev.tollgate.runtime.memory;

/**
 * Places of one limit that keys share, such as tenants. The last quarter of them is left to keys that have less than a
 * quarter of what is free, so no key has more than three quarters, and those that have much leave some to those that
 * come later. Not safe from two threads.
 */
public final class FairPlaces<K> {

    private static final int QUARTERS = 4;

    private final int most;
    private final int quarter;
    private final KeyCounts<K> taken = new KeyCounts<>();

    public FairPlaces(int most) {
        this.most = most;
        this.quarter = most / QUARTERS;
    }

    /** Whether the key may take another place. */
    public boolean hasRoom(K key) {
        int free = most - all();
        return free > quarter || of(key) < Math.ceilDiv(free, QUARTERS);
    }

    /** Takes so many more places for the key, whether there is room or not; below 0 it gives them back. */
    public void add(K key, int more) {
        taken.add(key, more);
    }

    /** Places that the key has. */
    public int of(K key) {
        return taken.of(key);
    }

    /** Places that all keys have. */
    public int all() {
        return taken.all();
    }
}
