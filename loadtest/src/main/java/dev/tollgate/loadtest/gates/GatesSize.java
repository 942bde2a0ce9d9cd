package dev.tollgate.loadtest.gates;

import java.time.Duration;

/**
 * Size of a measurement.
 *
 * @param rounds starts of every process
 * @param callsMin calls to measure per leg; windows grow for it up to {@code windowSecondsMax}
 * @param windowSeconds length of a window of fast calls
 * @param warmUpSeconds load before the first leg of a fresh process, at most
 * @param legWarmUpSeconds load before each further leg, at most
 * @param drainMax how long to wait until meter and servers have caught up
 * @param tokens credentials that list tools
 * @param contacts rows that contacts are read from
 */
record GatesSize(
        int rounds,
        long callsMin,
        int windowSeconds,
        int windowSecondsMax,
        int warmUpSeconds,
        int legWarmUpSeconds,
        Duration drainMax,
        int tokens,
        int contacts) {

    /** Two builds in turns: many starts, each short; {@code rounds} as below. */
    static GatesSize ofTwoBuilds(int rounds) {
        return new GatesSize(rounds == 0 ? 7 : rounds, 0, 2, 2, 30, 3, Duration.ofSeconds(10), 500, 2_000);
    }

    /** The usual sizes; {@code rounds} replaces the usual number unless it is 0. */
    static GatesSize of(boolean quick, int rounds) {
        return quick
                ? new GatesSize(rounds == 0 ? 2 : rounds, 0, 3, 3, 40, 5, Duration.ofSeconds(30), 500, 2_000)
                : new GatesSize(
                        rounds == 0 ? 5 : rounds, 100_000, 2, 12, 40, 4, Duration.ofSeconds(15), 3_000, 100_000);
    }

    /** Upper bound of the minutes of a run. */
    long minutesMax(int legs) {
        long leg = legWarmUpSeconds + 3L * windowSecondsMax + drainMax.toSeconds();
        long round = legs * leg + 3L * (warmUpSeconds + 10);
        return Math.ceilDiv(rounds * round, 60) + 5;
    }

    /** Seconds of a window, so that all rounds together reach the wanted calls. */
    int windowSeconds(double perSecond) {
        double enough = callsMin / (perSecond * rounds * LoadShape.values().length);
        return (int) Math.clamp(Math.ceil(enough), windowSeconds, windowSecondsMax);
    }
}
