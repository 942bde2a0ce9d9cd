package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.load.Window;

/**
 * One measured window.
 *
 * @param load {@link Shape#text()}
 * @param cpuMicros of the side's process per call
 * @param redisMicros of Redis per call; 0 where the side does not use it
 */
record Measure(
        String leg,
        String load,
        int round,
        long calls,
        long errors,
        double perSecond,
        double p50Ms,
        double p99Ms,
        double cpuMicros,
        double redisMicros) {

    static Measure of(String leg, Shape load, int round, Window window, long cpuMicros, long redisMicros) {
        double calls = Math.max(window.successes(), 1);
        return new Measure(
                leg,
                load.text(),
                round,
                window.successes(),
                window.errors(),
                window.perSecond(),
                window.p50Ms(),
                window.p99Ms(),
                cpuMicros / calls,
                redisMicros / calls);
    }
}
