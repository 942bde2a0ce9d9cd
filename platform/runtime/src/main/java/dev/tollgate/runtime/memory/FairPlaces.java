package dev.tollgate.runtime.memory;

/**
 * Places of one limit that keys share, such as tenants. The last quarter of them is left to keys that have less than a
 * quarter of what is free, so of four places and more no key has more than three quarters, rounded up, and those that
 * have much leave some to those that come later. Not safe from two threads.
 */
public final class FairPlaces<K> {

    private static final int QUARTERS = 4;

    private final int most;
    private final int quarter;
    private final KeyCounts<K> taken = new KeyCounts<>();

    public FairPlaces(int most) {
        this(most, most / QUARTERS);
    }

    private FairPlaces(int most, int quarter) {
        this.most = most;
        this.quarter = quarter;
    }

    /** Without a part that is left to keys with few places: whoever comes first has them. */
    static <K> FairPlaces<K> undivided(int most) {
        return new FairPlaces<>(most, 0);
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

    /** Whether the key has a quarter of the places or more. */
    public boolean hasMuch(K key) {
        return of(key) >= quarter;
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
