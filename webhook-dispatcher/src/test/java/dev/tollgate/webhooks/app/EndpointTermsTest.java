package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.receiver.StubResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Delivery guarantees and settings of one endpoint. */
class EndpointTermsTest {

    private static final int RATE = 5;

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
    void an_event_of_more_than_256_kib_fails_without_an_attempt_and_holds_up_nothing() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/large");
        var small = bench.event(workspace, "task.created", "tsk_1", 1);
        var large = new DomainEvent(
                bench.ids.next(),
                small.type(),
                small.time(),
                small.tenant(),
                workspace,
                null,
                "task",
                "tsk_2",
                1,
                new JsonObject().put("id", "tsk_2").put("title", "x".repeat(256 << 10)));

        bench.write(List.of(large, small));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 1 && bench.deliveries(endpoint, "failed") == 1);

        assertThat(bench.database.text(
                        "SELECT event_id || ' ' || failure || ' ' || attempt_count FROM webhooks.delivery"
                                + " WHERE status = 'failed' AND endpoint_id = '" + endpoint + "'"))
                .isEqualTo(large.id() + " payload_too_large 0");
        assertThat(bench.receipts("/large").stream().map(Receipt::resourceId)).containsExactly("tsk_1");
        assertThat(bench.attempts(endpoint)).isEqualTo(1);
    }

    @Test
    void an_endpoint_gets_no_more_attempts_a_second_than_it_has_asked_for() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/rated");
        bench.database.execute("UPDATE webhooks.endpoint SET rate_limit = " + RATE + " WHERE id = '" + endpoint + "'");

        bench.write(bench.events(workspace, 4 * RATE));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 4 * RATE);

        var times = bench.receipts("/rated").stream()
                .map(Receipt::arrivedMicros)
                .sorted()
                .toList();
        assertThat(times).hasSize(4 * RATE);
        for (int i = 2 * RATE + 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 2 * RATE - 1)).isGreaterThan(1_000_000);
        }
    }

    @Test
    void a_test_delivery_goes_to_a_paused_endpoint_and_nothing_else_does() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/tested");
        bench.status(endpoint, "paused");
        bench.write(bench.events(workspace, 3));
        eventually(() -> bench.deliveries(endpoint, "paused") == 3);

        test(workspace.value(), endpoint);
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 1);

        assertThat(bench.receipts("/tested").stream().map(Receipt::resourceId)).containsExactly("tsk_tested");
        assertThat(bench.deliveries(endpoint, "paused")).isEqualTo(3);
        assertThat(bench.attempts(endpoint)).isEqualTo(1);
    }

    @Test
    void the_days_of_a_pause_do_not_count_as_days_of_failing() {
        try (var aged = new EngineBench()) {
            var _ = aged.engine(FAST);
            var workspace = aged.workspace(RICH);
            aged.receiver.stub("/clock", StubResponse.status(500));
            var endpoint = aged.endpoint(workspace, "/clock", false, 1_000);
            aged.write(aged.events(workspace, 20));
            eventually(() -> aged.attempts(endpoint) >= 10);
            aged.status(endpoint, "paused");
            aged.database.execute("UPDATE webhooks.endpoint_state SET failing_since = now() - interval '6 days',"
                    + " stopped_at = now() - interval '4 days' WHERE endpoint_id = '" + endpoint + "'");

            aged.status(endpoint, "active");
            var attempts = aged.attempts(endpoint);
            eventually(() -> aged.attempts(endpoint) > attempts + 1);
            var afterTwoDays = aged.rows.standing(endpoint);
            aged.clock.move(Duration.ofDays(3).plusHours(1));
            eventually(() -> aged.rows.standing(endpoint).equals("disabled failing"));

            assertThat(afterTwoDays).isEqualTo("active ");
        }
    }

    /** As the operation leaves it. */
    private static void test(UUID workspace, UUID endpoint) {
        bench.database.execute("""
                WITH e AS (
                    INSERT INTO webhooks.event (workspace_id, id, tenant_id, type, made_at, resource_type, resource_id,
                            version, body)
                    SELECT w.id, uuidv7(), w.tenant, 'task.created', now(), 'task', 'tsk_tested', 1,
                           '{"data":{"id":"tsk_tested","version":1}}'
                      FROM control.test_workspace w WHERE w.id = '%1$s' RETURNING *),
                d AS (
                    INSERT INTO webhooks.delivery (workspace_id, event_id, endpoint_id, round, id, tenant_id, event_type,
                            trigger, status, next_attempt_at, made_at)
                    SELECT e.workspace_id, e.id, '%2$s', r, r, e.tenant_id, e.type, 'test', 'pending', now(), now()
                      FROM e, uuidv7() AS r)
                UPDATE webhooks.endpoint_state SET next_due = now() WHERE endpoint_id = '%2$s'
                """.formatted(workspace, endpoint));
        bench.database.execute("NOTIFY tollgate_webhooks_due");
    }
}
