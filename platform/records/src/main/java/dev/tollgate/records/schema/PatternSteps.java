package dev.tollgate.records.schema;

/** What patterns have cost in several checks, as characters times instructions: 500,000 take about ten milliseconds. */
public final class PatternSteps {

    private long taken;

    void add(long steps) {
        taken += steps;
    }

    public long taken() {
        return taken;
    }
}
