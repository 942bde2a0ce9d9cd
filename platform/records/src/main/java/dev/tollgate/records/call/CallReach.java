package dev.tollgate.records.call;

/**
 * How far a list looks for calls among those that its filters leave out: so many statements, each of some 2,000 calls
 * and {@value SegmentPages#LOOKED_AT_MAX} segments, after a first one of few segments.
 */
public enum CallReach {
    /** Of a page whose filters leave out next to nothing. */
    NEAR(2),
    /** Of a page that may look at much to find little. */
    PAGE(10),
    /** Of a table, which no cursor continues. */
    TABLE(40);

    private final int statementsMax;

    CallReach(int statementsMax) {
        this.statementsMax = statementsMax;
    }

    int statementsMax() {
        return statementsMax;
    }

    /**
     * The reach of a list.
     *
     * @param leavesOut whether its filters may leave out nearly all calls
     */
    public static CallReach of(boolean table, boolean leavesOut) {
        if (table) {
            return TABLE;
        }
        return leavesOut ? PAGE : NEAR;
    }
}
