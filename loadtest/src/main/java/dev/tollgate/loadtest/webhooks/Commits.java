package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import dev.tollgate.loadtest.environment.Servers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * When the writes that made events were committed, as PostgreSQL remembers it: the audit row of a write belongs to its
 * transaction.
 */
final class Commits {

    private static final String ALL = """
            SELECT e.resource_id, e.version, (extract(epoch FROM pg_xact_commit_timestamp(w.xmin)) * 1000000)::bigint
              FROM webhooks.event e
              JOIN audit.event w ON w.chain = e.workspace_id AND w.request_id = e.request_id
             WHERE e.workspace_id IN (SELECT workspace_id FROM webhooks.endpoint WHERE url LIKE ?)
            """;

    private final Map<String, Long> micros = new HashMap<>();

    private Commits() {}

    /** Of the events of workspaces that have an endpoint whose URL has this in it. */
    static Commits of(Servers servers, String inUrl) {
        var login = servers.product();
        var commits = new Commits();
        try (var connection = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
                var statement = connection.prepareStatement(ALL)) {
            statement.setString(1, "%" + inUrl + "%");
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    commits.micros.put(event(found.getString(1), found.getLong(2)), found.getLong(3));
                }
            }
            return commits;
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }

    /** Microseconds from the commit to the receipt. */
    long until(Receipt receipt) {
        var event = event(receipt.resourceId(), receipt.version());
        require(micros.containsKey(event), "the commit of what was received is known, but not of " + event);
        return Math.max(receipt.arrivedMicros() - micros.getOrDefault(event, 0L), 0);
    }

    private static String event(String resource, long version) {
        return resource + '/' + version;
    }
}
