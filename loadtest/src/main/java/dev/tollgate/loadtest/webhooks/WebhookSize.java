package dev.tollgate.loadtest.webhooks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rate events per second where promptness is measured
 * @param warmUpSeconds load before anything is measured
 * @param seconds of each window
 * @param windows in which all are healthy, and as many in which some hang; an even number
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

    static final WebhookSize FULL = new WebhookSize(1_000, 120, 60, 4, 100, 120, 1_000, 100, Duration.ofMinutes(5));
    static final WebhookSize QUICK = new WebhookSize(200, 10, 10, 2, 3, 5, 40, 25, Duration.ofMinutes(3));

    WebhookSize with(int wantedRate, int wantedSeconds, int wantedKills) {
        return new WebhookSize(
                wantedRate == 0 ? rate : wantedRate,
                warmUpSeconds,
                wantedSeconds == 0 ? seconds : wantedSeconds,
                windows,
                wantedKills == 0 ? kills : wantedKills,
                pausedSeconds,
                orderedTasks,
                orderedChanges,
                drainMax);
    }
}
