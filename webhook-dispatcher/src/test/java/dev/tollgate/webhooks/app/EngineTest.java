package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.receiver.StubResponse;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.WebhookId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an event in the outbox to its receipt, and what stands in the tables afterwards. */
class EngineTest {

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
    void an_event_reaches_the_endpoints_that_asked_for_its_type_and_no_other_once_and_signed() {
        var workspace = bench.workspace(RICH);
        var other = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/one");
        var second = bench.endpoint(workspace, "/two");
        var _ = bench.endpoint(other, "/foreign");
        var event = bench.event(workspace, "task.created", "tsk_1", 1);

        bench.write(List.of(event, bench.event(workspace, "contact.created", "con_1", 1), event));
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 1 && bench.deliveries(second, "succeeded") == 1);

        var receipt = bench.receipts("/one").getFirst();
        assertThat(bench.receipts("/one")).hasSize(1);
        assertThat(bench.receipts("/two")).hasSize(1);
        assertThat(bench.receipts("/foreign")).isEmpty();
        assertThat(receipt.headers().id()).isEqualTo(new EventId(event.id()).text());
        assertThat(receipt.headers().signature()).startsWith("v1,");
        assertThat(receipt.resourceId()).isEqualTo("tsk_1");
        assertThat(bench.attempts(endpoint)).isEqualTo(1);
        assertThat(bench.database.number(
                        "SELECT sum(charged_micros) FROM webhooks.attempt WHERE endpoint_id = '" + endpoint + "'"))
                .isEqualTo(50);
    }

    @Test
    void a_failed_delivery_is_tried_by_the_schedule_and_fails_when_its_attempts_are_used_up() {
        var workspace = bench.workspace(RICH);
        bench.receiver.stub("/fails", StubResponse.status(500));
        var endpoint = bench.endpoint(workspace, "/fails", false, 3);
        var told = bench.endpoint(workspace, "/told");
        bench.database.execute("UPDATE webhooks.endpoint SET event_types = '{webhook.*}' WHERE id = '" + told + "'");

        bench.write(bench.events(workspace, 1));
        eventually(() -> bench.deliveries(endpoint, "failed") == 1);
        eventually(() -> bench.receipts("/told").size() == 1);

        assertThat(bench.receipts("/fails")).hasSize(3);
        assertThat(bench.receipts("/fails").stream()
                        .map(receipt -> receipt.headers().id()))
                .containsOnly(bench.receipts("/fails").getFirst().headers().id());
        assertThat(bench.receipts("/told").getFirst().type()).isEqualTo("webhook.delivery_failed");
        assertThat(bench.database.text("SELECT failure FROM webhooks.delivery WHERE endpoint_id = '" + endpoint + "'"))
                .isEqualTo("attempts");
        assertThat(bench.attempts(endpoint)).isEqualTo(3);
    }

    @Test
    void a_receiver_that_asks_for_time_gets_it() {
        var workspace = bench.workspace(RICH);
        bench.receiver.stub(
                "/later", new StubResponse(StubResponse.Kind.ANSWER, 503, 0, 0, 0, List.of("retry-after: 100"), 0));
        var endpoint = bench.endpoint(workspace, "/later");

        bench.write(bench.events(workspace, 1));
        eventually(() -> bench.attempts(endpoint) == 1);

        assertThat(bench.database.number(
                        "SELECT extract(epoch FROM next_attempt_at - now())::int FROM webhooks.delivery"
                                + " WHERE endpoint_id = '" + endpoint + "'"))
                .isBetween(85L, 100L);
        assertThat(bench.deliveries(endpoint, "retrying")).isEqualTo(1);
        assertThat(bench.database.number(
                        "SELECT last_status_code FROM webhooks.delivery_shown WHERE endpoint_id = '" + endpoint + "'"))
                .isEqualTo(503);
    }

    @Test
    void a_receiver_that_is_gone_disables_its_endpoint_and_keeps_its_deliveries() {
        var workspace = bench.workspace(RICH);
        bench.receiver.stub("/gone", StubResponse.status(410));
        var endpoint = bench.endpoint(workspace, "/gone");

        bench.write(bench.events(workspace, 1));
        eventually(() -> bench.deliveries(endpoint, "paused") == 1);
        bench.write(bench.events(workspace, 4));
        eventually(() -> bench.deliveries(endpoint, "paused") == 5);
        var status = bench.rows.standing(endpoint);
        bench.receiver.stub("/gone", StubResponse.status(200));
        bench.status(endpoint, "active");
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 5);

        assertThat(status).isEqualTo("disabled gone");
        assertThat(bench.rows.audited(endpoint))
                .containsExactly(
                        "system webhook-dispatcher webhook.disable ok {\"records\":[{\"resource_type\":\"webhook\","
                                + "\"resource_id\":\"" + new WebhookId(endpoint).text()
                                + "\",\"before\":{\"status\":\"active\","
                                + "\"version\":1},\"after\":{\"status\":\"disabled\","
                                + "\"status_reason\":\"gone\",\"version\":2}}]}");
    }

    @Test
    void a_paused_endpoint_loses_nothing() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/paused");
        bench.status(endpoint, "paused");

        bench.write(bench.events(workspace, 500));
        eventually(() -> bench.deliveries(endpoint, "paused") == 500);
        var early = bench.receipts("/paused").size();
        bench.status(endpoint, "active");
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 500);

        assertThat(early).isZero();
        assertThat(bench.receipts("/paused").stream()
                        .map(receipt -> receipt.headers().id())
                        .distinct())
                .hasSize(500);
    }

    @Test
    void an_archived_endpoint_fails_what_it_still_has() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/archived");
        bench.status(endpoint, "paused");
        bench.write(bench.events(workspace, 20));
        eventually(() -> bench.deliveries(endpoint, "paused") == 20);

        bench.status(endpoint, "archived");
        eventually(() -> bench.deliveries(endpoint, "failed") == 20);

        assertThat(bench.database.text(
                        "SELECT DISTINCT failure FROM webhooks.delivery WHERE endpoint_id = '" + endpoint + "'"))
                .isEqualTo("endpoint_archived");
        assertThat(bench.receipts("/archived")).isEmpty();
    }

    @Test
    void an_archived_endpoint_fails_all_of_it_also_what_is_due_much_later_or_waits_for_its_turn() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/archived-late");
        bench.status(endpoint, "paused");
        bench.write(bench.events(workspace, 2_400));
        eventually(() -> bench.deliveries(endpoint, "paused") == 2_400);
        bench.database.execute("UPDATE webhooks.delivery SET next_attempt_at ="
                + " CASE WHEN get_byte(uuid_send(event_id), 15) % 2 = 0 THEN now() + interval '5 hours' END"
                + " WHERE endpoint_id = '" + endpoint + "'");

        bench.status(endpoint, "archived");
        eventually(() -> bench.deliveries(endpoint, "failed") == 2_400);

        eventually(() -> bench.database
                .text("SELECT next_due FROM webhooks.endpoint_state WHERE endpoint_id = '" + endpoint + "'")
                .equals("null"));
        assertThat(bench.receipts("/archived-late")).isEmpty();
    }

    @Test
    void an_endpoint_that_hangs_delays_no_other() {
        var workspace = bench.workspace(RICH);
        bench.receiver.stub("/hangs", new StubResponse(StubResponse.Kind.HANG, 200, 0, 0, 0, List.of(), 0));
        var hanging = bench.endpoint(workspace, "/hangs");
        var healthy = bench.endpoint(workspace, "/healthy");

        var start = System.nanoTime();
        for (int round = 0; round < 20; round++) {
            bench.write(bench.events(workspace, 25));
        }
        eventually(() -> bench.deliveries(healthy, "succeeded") == 500);
        var took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(bench.deliveries(hanging, "succeeded")).isZero();
        assertThat(took).isLessThan(FAST.timeout().multipliedBy(10));
        bench.status(hanging, "archived");
    }

    @Test
    void an_ordered_endpoint_gets_each_resource_in_the_order_of_its_versions_whatever_fails() {
        var workspace = bench.workspace(RICH);
        bench.receiver.stub("/ordered", new StubResponse(StubResponse.Kind.ANSWER, 200, 0, 0, 0, List.of(), 0.05));
        var endpoint = bench.endpoint(workspace, "/ordered", true, 10);
        var events = new ArrayList<DomainEvent>();
        for (int version = 1; version <= 50; version++) {
            for (int resource = 0; resource < 10; resource++) {
                events.add(bench.event(workspace, "task.updated", "tsk_" + resource, version));
            }
        }

        bench.write(events);
        eventually(() -> bench.deliveries(endpoint, "succeeded") == 500);

        for (int resource = 0; resource < 10; resource++) {
            var id = "tsk_" + resource;
            var taken = bench.receipts("/ordered").stream()
                    .filter(receipt -> receipt.resourceId().equals(id) && receipt.status() == 200)
                    .map(Receipt::version)
                    .toList();
            assertThat(taken).hasSize(50).isSorted();
        }
        assertThat(bench.database.number("SELECT count(*) FROM webhooks.lane WHERE endpoint_id = '" + endpoint + "'"))
                .isZero();
    }
}
