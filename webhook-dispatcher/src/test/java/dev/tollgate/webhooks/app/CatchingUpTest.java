package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Endpoints that get the events that were skipped while they sent nothing. */
class CatchingUpTest extends BacklogTests {

    @Test
    void retries_that_are_due_tomorrow_keep_no_other_resource_of_an_ordered_endpoint_from_catching_up() {
        var workspace = bench.workspace(RICH);
        var endpoint = pausedBehind(workspace, "/retried");
        retriedTomorrow(endpoint, SMALL.endpointMin() + 5);

        bench.status(endpoint, "active");
        eventually(() -> bench.receipts("/retried").size() == EVENTS - SMALL.endpointMin() - 5);

        assertThat(bench.deliveries(endpoint, "retrying")).isEqualTo(SMALL.endpointMin() + 5);
        eventually(() -> !behind(endpoint));
    }

    @Test
    void an_open_breaker_is_probed_by_a_skipped_delivery_while_the_only_other_one_is_due_tomorrow() {
        var workspace = bench.workspace(RICH);
        var endpoint = pausedBehind(workspace, "/probed");
        retriedTomorrow(endpoint, 1);
        bench.database.execute("UPDATE webhooks.delivery SET status = 'succeeded', settled_at = now(),"
                + " next_attempt_at = NULL WHERE status <> 'retrying' AND endpoint_id = '" + endpoint + "'");
        // In one commit: a resume ends the breaker.
        bench.database.execute("""
                UPDATE webhooks.endpoint SET status = 'active', version = version + 1 WHERE id = '%1$s';
                UPDATE webhooks.endpoint_state SET breaker_until = now() WHERE endpoint_id = '%1$s'
                """.formatted(endpoint));

        eventually(() -> bench.receipts("/probed").size() == EVENTS - SMALL.endpointMax());
    }

    @Test
    void an_archived_endpoint_lacks_nothing() {
        var workspace = bench.workspace(RICH);
        var endpoint = pausedBehind(workspace, "/archived");

        bench.status(endpoint, "archived");

        eventually(() -> !behind(endpoint));
    }

    @Test
    void a_step_that_fails_is_put_off_and_loses_no_event_that_was_skipped_meanwhile() throws SQLException {
        var workspace = bench.workspace(RICH);
        var endpoint = pausedBehind(workspace, "/failing");
        var skipped = bench.database.text(
                "SELECT id FROM webhooks.event WHERE workspace_id = '" + workspace.value() + "' ORDER BY id LIMIT 1");
        bench.database.execute("""
                CREATE FUNCTION webhooks.failing() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_advisory_xact_lock(78); RAISE 'no room'; END $$;
                CREATE TRIGGER failing BEFORE INSERT ON webhooks.delivery FOR EACH ROW
                    WHEN (NEW.endpoint_id = '%s') EXECUTE FUNCTION webhooks.failing()
                """.formatted(endpoint));

        CompletableFuture<Void> skipping;
        try (var _ = bench.database.locking("SELECT pg_advisory_xact_lock(78)")) {
            bench.status(endpoint, "active");
            eventually(() -> waitingForLocks() == 1);
            skipping = CompletableFuture.runAsync(() -> bench.database.execute("UPDATE webhooks.endpoint_backlog"
                    + " SET skipped_from = '" + skipped + "' WHERE endpoint_id = '" + endpoint + "'"));
            eventually(() -> waitingForLocks() == 2);
        }
        skipping.orTimeout(5, TimeUnit.MINUTES).join();
        eventually(() -> backlog(endpoint, "catch_up_at > now()").equals("t"));

        assertThat(backlog(endpoint, "skipped_from")).isEqualTo(skipped);
        bench.database.execute("DROP TRIGGER failing ON webhooks.delivery");
    }

    /** An ordered one with as many deliveries as may wait, each of a resource of its own. */
    private static UUID pausedBehind(WorkspaceId workspace, String path) {
        var endpoint = bench.endpoint(workspace, path, true, 10);
        bench.status(endpoint, "paused");
        written(workspace, bench.events(workspace, EVENTS));
        assertThat(behind(endpoint)).isTrue();
        return endpoint;
    }

    /** As if the receiver had answered 500 to some of those that wait, for some days. */
    private static void retriedTomorrow(UUID endpoint, int count) {
        bench.database.execute("""
                UPDATE webhooks.delivery SET status = 'retrying', next_attempt_at = now() + interval '1 day'
                 WHERE endpoint_id = '%1$s' AND event_id IN (
                       SELECT event_id FROM webhooks.delivery WHERE endpoint_id = '%1$s' ORDER BY event_id LIMIT %2$d)
                """.formatted(endpoint, count));
    }

    private static long waitingForLocks() {
        return bench.database.number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    private static String backlog(UUID endpoint, String column) {
        return bench.database.text(
                "SELECT " + column + " FROM webhooks.endpoint_backlog WHERE endpoint_id = '" + endpoint + "'");
    }
}
