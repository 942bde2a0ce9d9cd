package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.environment.BackingServers;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.report.Await;
import dev.tollgate.loadtest.webhooks.WebhookTestbed.SubscribedTenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Deliveries as the installation recorded them, read from its database.
 *
 * @param drainMax how long to wait until everything is settled
 */
record RecordedDeliveries(BackingServers servers, Duration drainMax) {

    /** Deliveries, those that are not settled, those that succeeded, and their attempts. */
    record Counts(long deliveries, long unsettled, long succeeded, long attempts, long chargedMicros) {}

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long WRITE_MICROS = 100;
    private static final long ATTEMPT_MICROS = 50;

    private static final String COUNTS = """
            WITH wanted AS (
                SELECT workspace_id, id FROM webhooks.endpoint WHERE url LIKE '%:url%'
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
            SELECT concat_ws(' ', d.every, d.unsettled, d.succeeded, a.every, a.charged) FROM deliveries d, attempts a
            """;

    /** The audit row of a write belongs to its transaction. */
    private static final String COMMITS = """
            SELECT e.resource_id || '/' || e.version || ' '
                   || (extract(epoch FROM pg_xact_commit_timestamp(w.xmin)) * 1000000)::bigint
              FROM webhooks.event e
              JOIN audit.event w ON w.chain = e.workspace_id AND w.request_id = e.request_id
             WHERE e.workspace_id IN (SELECT workspace_id FROM webhooks.endpoint WHERE url LIKE '%:url%')
            """;

    private static final String LAST_LEASE = """
            SELECT COALESCE(max(d.leased_until), '-infinity')
              FROM webhooks.delivery d
              JOIN webhooks.endpoint e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
             WHERE e.url LIKE '%:url%'
            """;

    private static final String LEASED_AFTER = """
            SELECT count(*)
              FROM webhooks.delivery d
              JOIN webhooks.endpoint e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
             WHERE e.url LIKE '%:url%' AND d.settled_at IS NULL AND d.leased_until > ':lease'
            """;

    /** Counts of endpoints whose URL contains this. */
    Counts of(String urlPart) {
        var counts = Stream.of(
                        servers.sql().text(COUNTS.replace(":url", urlPart)).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Counts(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /** The end of the last lease of a delivery, in the words of the database. */
    String lastLease(String urlPart) {
        return servers.sql().text(LAST_LEASE.replace(":url", urlPart));
    }

    /** Deliveries that are not settled and were leased after this lease, such as by a dispatcher that was killed. */
    long leasedAfter(String lastLease, String urlPart) {
        return servers.sql().number(LEASED_AFTER.replace(":url", urlPart).replace(":lease", lastLease));
    }

    /** Waits until so many deliveries are recorded, settled or not, or the time is over. */
    void awaitRecorded(String urlPart, long deliveries) throws InterruptedException {
        var _ = Await.until(drainMax, POLL, () -> of(urlPart).deliveries() >= deliveries);
    }

    /** Waits until so many deliveries are recorded and all are settled, or the time is over. */
    Counts settled(String urlPart, long deliveries) throws InterruptedException {
        var _ = Await.until(drainMax, POLL, () -> {
            var counts = of(urlPart);
            return counts.deliveries() >= deliveries && counts.unsettled() == 0;
        });
        return of(urlPart);
    }

    /** The same for deliveries that must all succeed. */
    Counts succeeded(String urlPart, long deliveries) throws InterruptedException {
        var counts = settled(urlPart, deliveries);
        require(
                counts.deliveries() == deliveries && counts.succeeded() == deliveries && counts.unsettled() == 0,
                deliveries + " events are delivered, but recorded are " + counts);
        return counts;
    }

    /**
     * Microseconds from the commit of the write behind an event, as PostgreSQL keeps it, to the receipt.
     *
     * @param urlPart of an endpoint of the workspace
     */
    ToLongFunction<Receipt> sinceCommit(String urlPart) {
        var commits = new HashMap<String, Long>();
        for (var commit : servers.sql().texts(COMMITS.replace(":url", urlPart))) {
            var words = commit.split(" ", -1);
            commits.put(words[0], Long.parseLong(words[1]));
        }
        return receipt -> {
            var event = receipt.resourceId() + '/' + receipt.version();
            require(commits.containsKey(event), "the commit of a received event is known, but not of " + event);
            return Math.max(receipt.arrivedMicros() - commits.getOrDefault(event, 0L), 0);
        };
    }

    /** Compares the ledger with what was done: it has charged every write once, and every recorded attempt once. */
    static void checkCharges(List<SubscribedTenant> tenants, long writes, Counts recorded, ObjectNode figures)
            throws InterruptedException {
        require(
                recorded.chargedMicros() == recorded.attempts() * ATTEMPT_MICROS,
                recorded.attempts() + " attempts record a charge of " + recorded.chargedMicros() + " micros");
        long due = writes * WRITE_MICROS + recorded.attempts() * ATTEMPT_MICROS;
        var accounts = tenants.stream().map(SubscribedTenant::account).toList();
        var what = writes + " writes and " + recorded.attempts() + " attempts";
        figures.put("micros_due", due).put("micros_charged", BenchAccount.requireCharged(what, accounts, due, 0));
    }
}
