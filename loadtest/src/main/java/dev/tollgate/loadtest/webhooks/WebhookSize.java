package dev.tollgate.loadtest.webhooks;

import java.time.Duration;

/**
 * Size of a measurement.
 *
 * @param rate events per second
 * @param warmUpSeconds load before anything is measured
 * @param seconds of each window
 * @param windows without hanging endpoints, and as many with them; an even number
 * @param kills of the dispatcher under load
 * @param pausedSeconds how long an endpoint is paused
 * @param orderedTasks records whose events keep their order
 * @param orderedChanges events of each of them
 * @param drainMax how long to wait until everything is settled
 */
record WebhookSize(
        int rate,
        int warmUpSeconds,
        int seconds,
        int windows,
        int kills,
        int pausedSeconds,
        int orderedTasks,
        int orderedChanges,
        Duration drainMax) {

    /** The usual sizes; rate, seconds and kills replace the usual numbers unless they are 0. */
    static WebhookSize of(boolean quick, int rate, int seconds, int kills) {
        return new WebhookSize(
                rate == 0 ? (quick ? 200 : 1_000) : rate,
                quick ? 10 : 120,
                seconds == 0 ? (quick ? 10 : 60) : seconds,
                quick ? 2 : 4,
                kills == 0 ? (quick ? 3 : 100) : kills,
                quick ? 5 : 120,
                quick ? 40 : 1_000,
                quick ? 25 : 100,
                Duration.ofMinutes(quick ? 3 : 5));
    }
}
