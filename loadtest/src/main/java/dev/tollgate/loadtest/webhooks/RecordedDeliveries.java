package dev.tollgate.loadtest.webhooks;

import dev.tollgate.loadtest.check.Await;
import dev.tollgate.loadtest.environment.BackingServers;
import java.time.Duration;

/** Deliveries as the installation recorded them, read from its database. */
record RecordedDeliveries(BackingServers servers) {

    /** Deliveries, those that are not settled, those that succeeded, and their attempts. */
    record Counts(long deliveries, long unsettled, long succeeded, long attempts, long chargedMicros) {}

    private static final Duration POLL = Duration.ofSeconds(1);

    private static final String COUNTS = """
            WITH wanted AS (
                SELECT workspace_id, id FROM webhooks.endpoint WHERE url LIKE ?
            ), deliveries AS (
                SELECT count(*) AS every,
                       count(*) FILTER (WHERE d.settled_at IS NULL) AS unsettled,
                       count(*) FILTER (WHERE d.status = 'succeeded') AS succeeded
                  FROM webhooks.delivery d
                  JOIN wanted w ON w.workspace_id = d.workspace_id AND w.id = d.endpoint_id
            ), attempts AS (
                SELECT count(*) AS every, COALESCE(sum(a.charged_micros), 0) AS charged
                  FROM webhooks.attempt a
                  JOIN wanted w ON w.workspace_id = a.workspace_id AND w.id = a.endpoint_id
            )
            SELECT d.every, d.unsettled, d.succeeded, a.every, a.charged FROM deliveries d, attempts a
            """;

    /** Counts of endpoints whose URL contains this. */
    Counts of(String urlPart) {
        return servers.query(
                        COUNTS,
                        row -> new Counts(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
                        "%" + urlPart + "%")
                .getFirst();
    }

    /** Waits until so many deliveries are recorded, settled or not, or the time is over. */
    void awaitRecorded(String urlPart, long deliveries, Duration most) throws InterruptedException {
        var _ = Await.until(most, POLL, () -> of(urlPart).deliveries() >= deliveries);
    }

    /** Waits until so many deliveries are recorded and all are settled, or the time is over. */
    Counts settled(String urlPart, long deliveries, Duration most) throws InterruptedException {
        var _ = Await.until(most, POLL, () -> {
            var counts = of(urlPart);
            return counts.deliveries() >= deliveries && counts.unsettled() == 0;
        });
        return of(urlPart);
    }
}
