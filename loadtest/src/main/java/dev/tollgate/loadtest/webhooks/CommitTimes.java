package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import dev.tollgate.loadtest.environment.BackingServers;
import dev.tollgate.loadtest.receiver.Receipt;
import java.util.HashMap;
import java.util.Map;

/** Commit times of the writes behind events, from PostgreSQL: the audit row of a write belongs to its transaction. */
final class CommitTimes {

    private static final String ALL = """
            SELECT e.resource_id, e.version, (extract(epoch FROM pg_xact_commit_timestamp(w.xmin)) * 1000000)::bigint
              FROM webhooks.event e
              JOIN audit.event w ON w.chain = e.workspace_id AND w.request_id = e.request_id
             WHERE e.workspace_id IN (SELECT workspace_id FROM webhooks.endpoint WHERE url LIKE ?)
            """;

    private final Map<String, Long> micros = new HashMap<>();

    /** Of the events of workspaces that have an endpoint whose URL contains this. */
    CommitTimes(BackingServers servers, String urlPart) {
        var _ = servers.query(
                ALL, row -> micros.put(event(row.getString(1), row.getLong(2)), row.getLong(3)), "%" + urlPart + "%");
    }

    /** Microseconds from the commit to the receipt. */
    long until(Receipt receipt) {
        var event = event(receipt.resourceId(), receipt.version());
        require(micros.containsKey(event), "the commit of a received event is known, but not of " + event);
        return Math.max(receipt.arrivedMicros() - micros.getOrDefault(event, 0L), 0);
    }

    private static String event(String resource, long version) {
        return resource + '/' + version;
    }
}
