package dev.tollgate.loadtest.gates;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds starts of every process
 * @param callsMin calls to measure per leg; windows grow for it up to {@code windowSecondsMax}
 * @param windowSeconds length of a window where calls are quick
 * @param warmUpSeconds load before the first leg of a fresh process, at the longest
 * @param legWarmUpSeconds load before each further leg, at the longest
 * @param drainMax how long to wait until meter and servers have caught up
 * @param tokens credentials that list tools
 * @param contacts rows that contacts are read from
 */
record Size(
        int rounds,
        long callsMin,
        int windowSeconds,
        int windowSecondsMax,
        int warmUpSeconds,
        int legWarmUpSeconds,
        Duration drainMax,
        int tokens,
        int contacts) {

    static final Size FULL = new Size(5, 100_000, 2, 12, 40, 4, Duration.ofSeconds(15), 3_000, 100_000);
    static final Size QUICK = new Size(2, 0, 3, 3, 40, 5, Duration.ofSeconds(30), 500, 2_000);

    Size withRounds(int wanted) {
        return wanted == 0
                ? this
                : new Size(
                        wanted,
                        callsMin,
                        windowSeconds,
                        windowSecondsMax,
                        warmUpSeconds,
                        legWarmUpSeconds,
                        drainMax,
                        tokens,
                        contacts);
    }

    /** Minutes for everything, if every window and every wait is as long as it may be. */
    long minutesMax(int legs) {
        long leg = legWarmUpSeconds + 3L * windowSecondsMax + drainMax.toSeconds();
        long round = legs * leg + 3L * (warmUpSeconds + 10);
        return Math.ceilDiv(rounds * round, 60) + 5;
    }

    /** Seconds of one window, so that all rounds together reach the calls wanted. */
    int windowSeconds(double perSecond, int windowsPerRound) {
        double enough = callsMin / (perSecond * rounds * windowsPerRound);
        return (int) Math.clamp(Math.ceil(enough), windowSeconds, windowSecondsMax);
    }
}
