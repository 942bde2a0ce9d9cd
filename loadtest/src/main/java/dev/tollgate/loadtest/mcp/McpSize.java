package dev.tollgate.loadtest.mcp;

import dev.tollgate.loadtest.load.ThinkTimeUsers.ThinkTime;
import java.time.Duration;

/**
 * Size of a measurement.
 *
 * @param agents connections at once
 * @param warmUp before the soak is observed
 * @param observed how long it is observed
 * @param trend the last part of that, in which the heap must not rise
 * @param heapInterval between two measurements of the live heap
 * @param rounds starts of each compared server
 * @param warmUpSeconds of each start, at most
 * @param windowSeconds of measured load
 */
record McpSize(
        int agents,
        ThinkTime thinkTime,
        Duration warmUp,
        Duration observed,
        Duration trend,
        Duration heapInterval,
        int rounds,
        int warmUpSeconds,
        int windowSeconds) {

    /** A second and a half in the mean: two processors carry two thousand agents, servers and load together. */
    private static final ThinkTime THINK_TIME = new ThinkTime(Duration.ofSeconds(1), Duration.ofSeconds(2), 20_261_125);

    /** The usual sizes; agents and minutes replace the usual numbers unless they are 0. */
    static McpSize of(boolean quick, int agents, int minutes) {
        var observed = minutes == 0 ? Duration.ofSeconds(quick ? 30 : 600) : Duration.ofMinutes(minutes);
        return new McpSize(
                agents == 0 ? (quick ? 200 : 2_000) : agents,
                THINK_TIME,
                Duration.ofSeconds(quick ? 10 : 120),
                observed,
                quick && minutes == 0 ? Duration.ofSeconds(20) : observed.dividedBy(2),
                Duration.ofSeconds(quick ? 5 : 30),
                quick ? 1 : 3,
                quick ? 10 : 60,
                quick ? 5 : 15);
    }
}
