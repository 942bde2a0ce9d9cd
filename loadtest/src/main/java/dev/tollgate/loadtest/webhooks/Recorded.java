package dev.tollgate.loadtest.webhooks;

import dev.tollgate.loadtest.environment.Servers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the installation has recorded of deliveries, read from its database: by those who made it, as a judge. */
final class Recorded {

    /** Deliveries, those of them that are not settled, those that succeeded, and their attempts. */
    record Counts(long deliveries, long unsettled, long succeeded, long attempts, long chargedMicros) {}

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

    private static final long LOOK_MS = 1_000;

    private final Servers.Login login;

    Recorded(Servers servers) {
        this.login = servers.product();
    }

    /** Of endpoints whose URL has this in it. */
    Counts of(String inUrl) {
        try (var connection = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
                var statement = connection.prepareStatement(COUNTS)) {
            statement.setString(1, "%" + inUrl + "%");
            try (var found = statement.executeQuery()) {
                if (!found.next()) {
                    throw new IllegalStateException("counting gives a row");
                }
                return new Counts(
                        found.getLong(1), found.getLong(2), found.getLong(3), found.getLong(4), found.getLong(5));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }

    /** Waits until so many deliveries are recorded and all are settled, or the time is over. */
    Counts settled(String inUrl, long deliveries, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        var counts = of(inUrl);
        while ((counts.deliveries() < deliveries || counts.unsettled() > 0) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            counts = of(inUrl);
        }
        return counts;
    }
}
