package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What waits for endpoints that send nothing is bounded, and nothing of it is lost. */
class BacklogTest {

    private static final BacklogLimits SMALL = new BacklogLimits(10, 30, 100);
    private static final int EVENTS = 400;

    /** Deliveries that a queue takes at once, and attempts made meanwhile, at a rate of one a second. */
    private static final int TAKEN_MAX = 5;

    /** Deliveries of one step of the catch-up, which begins as soon as fewer wait than may. */
    private static final int CAUGHT_UP_MAX = 200;

    private static EngineBench bench;

    @BeforeAll
    static void open() {
        bench = new EngineBench();
        var _ = bench.engine(FAST, SMALL);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void a_paused_endpoint_has_few_deliveries_waiting_and_gets_every_event_once_when_it_is_resumed() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/paused");
        bench.status(endpoint, "paused");

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        bench.status(endpoint, "active");
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS);
        eventually(() -> !behind(endpoint));

        assertThat(waiting).isEqualTo(SMALL.endpointMax());
        assertThat(bench.receipts("/paused")).hasSize(EVENTS);
        assertThat(triggers(endpoint)).isEqualTo("scheduled");
    }

    @Test
    void an_active_endpoint_with_a_low_rate_has_few_deliveries_waiting_and_gets_every_event_once_when_it_is_raised() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/limited");
        rate(endpoint, "1");

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        var shown = behind(endpoint);
        rate(endpoint, "NULL");
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS);
        eventually(() -> !behind(endpoint));

        assertThat(waiting).isLessThanOrEqualTo(SMALL.endpointMax() + TAKEN_MAX);
        assertThat(shown).isTrue();
        assertThat(bench.receipts("/limited")).hasSize(EVENTS);
    }

    @Test
    void an_endpoint_with_a_low_rate_that_is_archived_early_leaves_few_deliveries() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/left");
        rate(endpoint, "1");

        written(workspace, bench.events(workspace, EVENTS));
        bench.status(endpoint, "archived");

        eventually(() -> !behind(endpoint));
        assertThat(bench.database.number(
                        "SELECT count(*) FROM webhooks.delivery WHERE endpoint_id = '" + endpoint + "'"))
                .isLessThanOrEqualTo(SMALL.endpointMax() + TAKEN_MAX);
    }

    @Test
    void an_active_ordered_endpoint_whose_lane_is_slow_has_few_deliveries_waiting_and_keeps_the_order() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/lane", true, 10);
        rate(endpoint, "1");

        written(workspace, versions(workspace, 1, EVENTS));
        var waiting = waiting(workspace);
        rate(endpoint, "NULL");
        bench.write(versions(workspace, EVENTS + 1, EVENTS + 10));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS + 10);

        assertThat(waiting).isLessThanOrEqualTo(SMALL.endpointMax() + CAUGHT_UP_MAX);
        assertThat(bench.receipts("/lane").stream().map(Receipt::version))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, EVENTS + 10).boxed().toList());
    }

    @Test
    void an_endpoint_that_sends_as_fast_as_events_come_is_never_behind() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/prompt", true, 10);
        int some = SMALL.endpointMax() / 2;

        for (int round = 1; round <= 10; round++) {
            long sent = (long) round * some;
            written(workspace, bench.events(workspace, some));
            eventually(() -> bench.deliveries(endpoint, "succeeded") == sent);
        }

        assertThat(bench.database.number(
                        "SELECT count(*) FROM webhooks.endpoint_backlog WHERE endpoint_id = '" + endpoint + "'"))
                .isZero();
    }

    @Test
    void the_metrics_show_endpoints_whose_events_have_no_deliveries_yet() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/shown");
        bench.status(endpoint, "paused");

        written(workspace, bench.events(workspace, EVENTS));

        eventually(() -> gauge("tollgate.webhooks.behind.endpoints") >= 1);
        eventually(() -> gauge("tollgate.webhooks.behind.seconds") > 0);
    }

    private static double gauge(String name) {
        return bench.registry.get(name).gauge().value();
    }

    private static void rate(UUID endpoint, String perSecond) {
        bench.database.execute("UPDATE webhooks.endpoint SET rate_limit = " + perSecond
                + ", version = version + 1 WHERE id = '" + endpoint + "'");
    }

    @Test
    void many_paused_endpoints_share_the_bound_of_their_workspace() {
        var workspace = bench.workspace(RICH);
        var endpoints = Stream.generate(() -> bench.endpoint(workspace, "/many"))
                .limit(12)
                .toList();
        endpoints.forEach(endpoint -> bench.status(endpoint, "paused"));

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        endpoints.forEach(endpoint -> bench.status(endpoint, "active"));
        eventually(() -> bench.receipts("/many").size() == EVENTS * endpoints.size());

        assertThat(waiting).isLessThanOrEqualTo(SMALL.workspaceMax() + (long) endpoints.size() * SMALL.endpointMin());
    }

    @Test
    void an_ordered_endpoint_that_catches_up_keeps_the_order_and_nothing_new_overtakes() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/ordered", true, 10);
        bench.status(endpoint, "paused");

        written(workspace, versions(workspace, 1, 60));
        var waiting = waiting(workspace);
        bench.status(endpoint, "active");
        bench.write(versions(workspace, 61, 70));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 70);

        assertThat(waiting).isEqualTo(SMALL.endpointMax());
        assertThat(bench.receipts("/ordered").stream().map(Receipt::version))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 70).boxed().toList());
    }

    @Test
    void a_module_that_is_off_has_few_deliveries_waiting_and_every_event_goes_out_once_it_is_on() {
        var workspace = bench.workspace(RICH);
        open(workspace, false);
        var endpoint = bench.endpoint(workspace, "/off");

        written(workspace, bench.events(workspace, EVENTS));
        var waiting = waiting(workspace);
        open(workspace, true);
        eventually(() -> bench.deliveries(endpoint, "succeeded") == EVENTS);

        assertThat(waiting).isEqualTo(SMALL.endpointMax());
        assertThat(bench.receipts("/off")).hasSize(EVENTS);
    }

    @Test
    void what_was_skipped_is_made_as_far_as_the_endpoint_wants_it() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/narrowed");
        bench.status(endpoint, "paused");
        written(workspace, bench.events(workspace, EVENTS));

        bench.database.execute(
                "UPDATE webhooks.endpoint SET event_types = '{task.updated}' WHERE id = '" + endpoint + "'");
        bench.status(endpoint, "active");
        eventually(() -> !behind(endpoint) && waiting(workspace) == 0);

        assertThat(bench.receipts("/narrowed")).hasSize(SMALL.endpointMax());
    }

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
        skipping.join();
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

    private static void open(WorkspaceId workspace, boolean open) {
        bench.database.execute(
                "UPDATE control.test_workspace SET open = " + open + " WHERE id = '" + workspace.value() + "'");
        bench.database.execute("SELECT pg_notify('tollgate_access', '" + workspace.text() + "')");
    }

    private static List<DomainEvent> versions(WorkspaceId workspace, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(version -> bench.event(workspace, "task.updated", "tsk_1", version))
                .toList();
    }

    /** Returns once intake has stored them. */
    private static void written(WorkspaceId workspace, List<DomainEvent> events) {
        var before = stored(workspace);
        bench.write(events);
        eventually(() -> stored(workspace) == before + events.size());
    }

    private static long stored(WorkspaceId workspace) {
        return bench.database.number(
                "SELECT count(*) FROM webhooks.event WHERE workspace_id = '" + workspace.value() + "'");
    }

    private static long waiting(WorkspaceId workspace) {
        return bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE settled_at IS NULL"
                + " AND workspace_id = '" + workspace.value() + "'");
    }

    private static boolean behind(UUID endpoint) {
        return bench.database.number("SELECT count(*) FROM webhooks.endpoint_backlog WHERE skipped_from IS NOT NULL"
                        + " AND endpoint_id = '" + endpoint + "'")
                > 0;
    }

    private static String triggers(UUID endpoint) {
        return bench.database.text("SELECT string_agg(DISTINCT trigger, ' ') FROM webhooks.delivery"
                + " WHERE endpoint_id = '" + endpoint + "'");
    }
}
