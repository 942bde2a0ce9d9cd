package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.POOR;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.receiver.StubResponse;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conditions that pause deliveries, and their end. */
class HeldBackTest {

    private static final int PAID = 10;

    /** For so long a dispatcher believes what it has read of a workspace. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private static EngineBench bench;

    @BeforeAll
    static void open() {
        bench = new EngineBench();
        var _ = bench.engine(FAST);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void an_account_that_cannot_pay_gets_no_attempt_and_all_of_them_once_it_can() {
        var workspace = bench.workspace(POOR);
        var endpoint = bench.endpoint(workspace, "/poor");

        bench.write(bench.events(workspace, 50));
        eventually(() ->
                bench.deliveries(endpoint, "succeeded") == PAID && bench.deliveries(endpoint, "paused") == 50 - PAID);
        var whilePoor = bench.attempts(endpoint);
        bench.topUp(workspace, 1_000_000);
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 50);

        assertThat(whilePoor).isEqualTo(PAID);
        assertThat(bench.attempts(endpoint)).isEqualTo(50);
        assertThat(charged(endpoint)).isEqualTo(50 * 50);
    }

    @Test
    void an_account_that_recovers_wakes_its_endpoints_by_its_event() {
        var limits = new DeliveryLimits(FAST.schedule(), FAST.timeout(), FAST.lease(), Duration.ofHours(1), 256, 16);
        try (var patient = new EngineBench()) {
            var _ = patient.engine(limits);
            var workspace = patient.workspace(POOR);
            var endpoint = patient.endpoint(workspace, "/woken");
            patient.write(patient.events(workspace, 20));
            eventually(() -> patient.deliveries(endpoint, "paused") == 20 - PAID);

            patient.topUp(workspace, 1_000_000);
            patient.write(List.of(patient.event(workspace, "billing.recovered", "tnt_1", 1)));
            eventually(() -> patient.deliveries(endpoint, "succeeded") == 20);

            assertThat(patient.attempts(endpoint)).isEqualTo(20);
        }
    }

    @Test
    void an_open_breaker_burns_nothing_but_its_probes_and_closes_with_the_first_success() {
        var workspace = bench.workspace(RICH);
        var told = bench.endpoint(workspace, "/conditions");
        bench.database.execute("UPDATE webhooks.endpoint SET event_types = '{webhook.*}' WHERE id = '" + told + "'");
        bench.receiver.stub("/broken", StubResponse.status(503));
        var endpoint = bench.endpoint(workspace, "/broken", false, 1_000);
        bench.write(bench.events(workspace, 200));
        eventually(() -> state(endpoint, "breaker_until IS NOT NULL").equals("t"));
        eventually(() -> bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE endpoint_id = '" + endpoint
                        + "' AND leased_until IS NOT NULL")
                <= 1);

        var before = bench.attempts(endpoint);
        eventually(() -> bench.attempts(endpoint) >= before + 3);
        var probes = bench.attempts(endpoint) - before;
        var untouched = bench.database.number(
                "SELECT count(*) FROM webhooks.delivery WHERE endpoint_id = '" + endpoint + "' AND attempt_count = 0");
        bench.receiver.stub("/broken", StubResponse.status(200));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 200);
        eventually(() -> bench.receipts("/conditions").size() == 2);

        assertThat(probes).isLessThan(10);
        assertThat(untouched).isGreaterThan(100);
        assertThat(bench.receipts("/conditions").stream().map(Receipt::type))
                .containsExactly("webhook.endpoint_failing", "webhook.endpoint_recovered");
    }

    @Test
    void failures_that_cannot_be_written_down_yet_hold_an_endpoint_back_already() throws SQLException {
        var sick = bench.workspace(RICH);
        var well = bench.workspace(RICH);
        bench.receiver.stub("/sick", new StubResponse(StubResponse.Kind.ANSWER, 503, 300, 0, 0, List.of(), 0));
        var endpoint = bench.endpoint(sick, "/sick", false, 1_000);
        var _ = bench.endpoint(well, "/beside");
        bench.write(bench.events(sick, 200));
        eventually(() -> !bench.receipts("/sick").isEmpty());

        int whileLocked;
        try (var _ = bench.database.locking(
                "SELECT FROM webhooks.endpoint_state WHERE endpoint_id = '" + endpoint + "' FOR UPDATE")) {
            bench.receiver.stub("/sick", StubResponse.status(503));
            eventually(() -> bench.database.number("SELECT count(*) FROM pg_stat_activity WHERE"
                            + " datname = current_database() AND wait_event_type = 'Lock'")
                    > 0);
            bench.write(bench.events(well, 300));
            eventually(() -> bench.receipts("/beside").size() == 300);
            whileLocked = bench.receipts("/sick").size();
        }
        eventually(() -> state(endpoint, "breaker_until IS NOT NULL").equals("t"));
        bench.receiver.stub("/sick", StubResponse.status(200));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 200);

        assertThat(whileLocked).isLessThan(DeliveryLimits.BREAKER_FAILURES + FAST.endpointConcurrency());
    }

    @Test
    void a_breaker_that_another_dispatcher_has_opened_is_noticed_with_the_first_failure() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/elsewhere", false, 1_000);
        bench.write(bench.events(workspace, 1));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 1);
        bench.receiver.stub("/elsewhere", StubResponse.status(503));
        bench.database.execute("UPDATE webhooks.endpoint_state SET failed_attempts = 20, told_failing = true,"
                + " failing_since = now(), breaker_until = now() + interval '1 hour',"
                + " next_due = now() + interval '1 hour' WHERE endpoint_id = '" + endpoint + "'");

        bench.write(bench.events(workspace, 200));
        eventually(() -> bench.deliveries(endpoint, "pending") + bench.deliveries(endpoint, "retrying") == 200);
        var untouched = bench.database.number(
                "SELECT count(*) FROM webhooks.delivery WHERE endpoint_id = '" + endpoint + "' AND attempt_count = 0");
        bench.receiver.stub("/elsewhere", StubResponse.status(200));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 201);

        assertThat(untouched).isGreaterThan(200 - DeliveryLimits.BREAKER_FAILURES - FAST.endpointConcurrency() - 10);
    }

    @Test
    void an_endpoint_that_fails_for_five_days_is_disabled() {
        try (var aged = new EngineBench()) {
            var _ = aged.engine(FAST);
            var workspace = aged.workspace(RICH);
            aged.receiver.stub("/ill", StubResponse.status(500));
            var endpoint = aged.endpoint(workspace, "/ill", false, 1_000);
            var healthy = aged.endpoint(workspace, "/well");
            aged.write(aged.events(workspace, 20));
            eventually(() -> aged.attempts(endpoint) >= 10 && aged.deliveries(healthy, "succeeded") == 20);

            aged.clock.move(Duration.ofDays(4));
            var attempts = aged.attempts(endpoint);
            eventually(() -> aged.attempts(endpoint) > attempts + 1);
            var afterFour = aged.rows.standing(endpoint);
            aged.clock.move(Duration.ofDays(1));
            eventually(() -> aged.rows.standing(endpoint).equals("disabled failing"));

            assertThat(afterFour).isEqualTo("active ");
            assertThat(aged.rows.standing(healthy)).isEqualTo("active ");
            assertThat(aged.rows.audited(endpoint))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("system webhook-dispatcher webhook.disable ok");
            assertThat(aged.rows.audited(healthy)).containsExactly("null");
            assertThat(aged.deliveries(endpoint, "paused")).isEqualTo(20);
        }
    }

    @Test
    void a_module_that_is_off_holds_deliveries_until_it_is_on_again() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/module");
        bench.write(bench.events(workspace, 1));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 1);

        open(workspace.value(), false);
        bench.write(bench.events(workspace, 10));
        eventually(() -> bench.deliveries(endpoint, "paused") == 10);
        var whileOff = bench.receipts("/module").size();
        open(workspace.value(), true);
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 11);

        assertThat(whileOff).isEqualTo(1);
    }

    @Test
    void a_workspace_that_is_open_again_is_noticed_before_what_is_remembered_of_it_is_old() {
        var workspace = bench.workspace(RICH);
        bench.database.execute("UPDATE control.test_workspace SET open = false WHERE id = '" + workspace.value() + "'");
        var endpoint = bench.endpoint(workspace, "/unsaid");
        bench.write(bench.events(workspace, 10));
        eventually(() -> bench.deliveries(endpoint, "paused") == 10);

        bench.database.execute("UPDATE control.test_workspace SET open = true WHERE id = '" + workspace.value() + "'");
        eventually(REMEMBERED.dividedBy(3), () -> bench.deliveries(endpoint, "succeeded") == 10);

        assertThat(bench.receipts("/unsaid")).hasSize(10);
    }

    @Test
    void what_is_not_settled_after_thirty_days_has_expired() {
        try (var aged = new EngineBench()) {
            var _ = aged.engine(FAST);
            var workspace = aged.workspace(RICH);
            var endpoint = aged.endpoint(workspace, "/expires");
            aged.status(endpoint, "paused");
            aged.write(aged.events(workspace, 5));
            eventually(() -> aged.deliveries(endpoint, "paused") == 5);

            aged.clock.move(Duration.ofDays(30).plusMinutes(1));
            aged.expire();

            assertThat(aged.deliveries(endpoint, "failed")).isEqualTo(5);
            assertThat(aged.database.text(
                            "SELECT DISTINCT failure FROM webhooks.delivery WHERE endpoint_id = '" + endpoint + "'"))
                    .isEqualTo("expired");
        }
    }

    private static void open(UUID workspace, boolean open) {
        bench.database.execute("UPDATE control.test_workspace SET open = " + open + " WHERE id = '" + workspace + "'");
        bench.database.execute("SELECT pg_notify('tollgate_access', '" + new WorkspaceId(workspace).text() + "')");
    }

    private static String state(UUID endpoint, String what) {
        return bench.database.text(
                "SELECT " + what + " FROM webhooks.endpoint_state WHERE endpoint_id = '" + endpoint + "'");
    }

    private static long charged(UUID endpoint) {
        return bench.database.number(
                "SELECT sum(charged_micros) FROM webhooks.attempt WHERE endpoint_id = '" + endpoint + "'");
    }
}
