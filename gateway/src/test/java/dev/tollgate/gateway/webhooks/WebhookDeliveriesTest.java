package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Test events, what is read of deliveries, and retries. No dispatcher runs here: what is due stays due. */
class WebhookDeliveriesTest {

    private final Doors doors = Doors.open();
    private final JsonObject webhook = doors.webhook();
    private final String path = doors.path(webhook);

    private JsonObject test(JsonObject body, String... headers) {
        return doors.app("POST", path + "/test", body, headers).expect(200).data();
    }

    private static String delivery(JsonObject delivery) {
        return "/webhook-deliveries/" + delivery.getString("id");
    }

    @Test
    void a_test_event_is_a_delivery_with_the_example_of_its_type() {
        var sent = test(JsonObject.of("event_type", "task.created"));

        var shown = doors.control("GET", delivery(sent), null).expect(200).data();
        var body = new JsonObject(Rows.one(
                "SELECT convert_from(body, 'UTF8') FROM webhooks.event WHERE id = ?",
                Rows.uuid("evt", sent.getString("event_id"))));

        assertThat(sent.getString("trigger")).isEqualTo("test");
        assertThat(sent.getString("status")).isEqualTo("pending");
        assertThat(shown.getString("webhook_id")).isEqualTo(webhook.getString("id"));
        assertThat(shown.getJsonArray("attempts")).isEmpty();
        assertThat(body.getString("id")).isEqualTo(sent.getString("event_id"));
        assertThat(body.getString("type")).isEqualTo("task.created");
        assertThat(body.getString("workspace_id")).isEqualTo(doors.workspace.workspace());
        assertThat(body.getString("request_id")).isEqualTo(sent.getString("request_id"));
        assertThat(body.getJsonObject("data").getString("title")).isEqualTo("Call Ada about the renewal");
    }

    @Test
    void a_test_event_with_an_idempotency_key_is_one_delivery_with_one_webhook_id() {
        var first = test(new JsonObject(), "Idempotency-Key", "one");
        var second = test(new JsonObject(), "Idempotency-Key", "one");

        assertThat(second.getString("event_id")).isEqualTo(first.getString("event_id"));
        assertThat(Doors.ids(doors.app("GET", "/webhook-deliveries", null))).containsExactly(first.getString("id"));
    }

    @Test
    void a_test_event_of_no_type_is_refused_and_a_paused_endpoint_takes_one() {
        doors.app("POST", path + "/pause", null).expect(200);

        var unknown = doors.app("POST", path + "/test", JsonObject.of("event_type", "task.eaten"));

        assertThat(Doors.fields(unknown)).containsExactly("event_type");
        assertThat(test(new JsonObject()).getString("event_type")).isEqualTo("webhook.test");
    }

    @Test
    void a_delivery_shows_every_attempt_with_its_parts() {
        var sent = test(new JsonObject());
        Rows.attempt(sent.getString("id"));

        var attempt = doors.app("GET", delivery(sent), null)
                .expect(200)
                .data()
                .getJsonArray("attempts")
                .getJsonObject(0);

        assertThat(attempt.fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "number",
                        "trigger",
                        "started_at",
                        "duration",
                        "address",
                        "status_code",
                        "error_class",
                        "response_head",
                        "signing_key_ids",
                        "next_attempt_at",
                        "charge_micros");
        assertThat(attempt.getJsonObject("duration").fieldNames())
                .containsExactlyInAnyOrder(
                        "dns_micros", "connect_micros", "tls_micros", "first_byte_micros", "total_micros");
        assertThat(attempt.getString("response_head")).isEqualTo("HTTP/1.1 500 Oops");
    }

    @Test
    void lists_and_deliveries_show_the_http_status_of_the_last_attempt() {
        var sent = test(new JsonObject());
        var untried = doors.app("GET", "/webhook-deliveries", null).expect(200).list();
        Rows.answered(sent.getString("id"), 503);

        var listed = doors.app("GET", "/webhook-deliveries", null).expect(200).list();
        var shown = doors.control("GET", delivery(sent), null).expect(200).data();

        assertThat(untried.getJsonObject(0).containsKey("last_status_code")).isFalse();
        assertThat(listed.getJsonObject(0).getInteger("last_status_code")).isEqualTo(503);
        assertThat(shown.getInteger("last_status_code")).isEqualTo(503);
    }

    @Test
    void lists_are_filtered_by_endpoint_type_status_time_and_request_and_go_on_by_cursor() {
        var one = test(new JsonObject());
        var two = test(JsonObject.of("event_type", "task.created"));
        var other = doors.webhook();
        var three = doors.app("POST", doors.path(other) + "/test", new JsonObject())
                .expect(200)
                .data();
        Rows.settle(one.getString("id"), "failed", "attempts");
        var between = Instant.parse(two.getString("created_at"));

        assertThat(listed("")).containsExactly(id(three), id(two), id(one));
        assertThat(listed("?webhook_id=" + webhook.getString("id"))).containsExactly(id(two), id(one));
        assertThat(listed("?event_type=task.created")).containsExactly(id(two));
        assertThat(listed("?status=failed")).containsExactly(id(one));
        assertThat(listed("?from=" + between)).containsExactly(id(three), id(two));
        assertThat(listed("?to=" + between)).containsExactly(id(one));
        assertThat(listed("?request_id=" + two.getString("request_id"))).containsExactly(id(two));
        var page = doors.app("GET", "/webhook-deliveries?limit=2", null).expect(200);
        assertThat(listed("?limit=2&cursor=" + page.json().getString("next_cursor")))
                .containsExactly(id(one));
        assertThat(doors.app(
                                "GET",
                                "/webhook-deliveries?status=failed&cursor="
                                        + page.json().getString("next_cursor"),
                                null)
                        .status())
                .isEqualTo(400);
    }

    private List<String> listed(String query) {
        var byApp = Doors.ids(doors.app("GET", "/webhook-deliveries" + query, null));
        if (!query.contains("cursor")) {
            assertThat(Doors.ids(doors.control("GET", "/webhook-deliveries" + query, null)))
                    .isEqualTo(byApp);
        }
        return byApp;
    }

    private static String id(JsonObject delivery) {
        return delivery.getString("id");
    }

    @Test
    void a_request_is_shown_with_the_deliveries_of_the_events_it_made() {
        var sent = test(new JsonObject());
        var request = "/requests/" + sent.getString("request_id");

        var byApp = doors.app("GET", request, null).expect(200).data().getJsonArray("webhook_deliveries");
        var byControl = doors.control("GET", request, null).expect(200).data().getJsonArray("webhook_deliveries");

        assertThat(byApp).isEqualTo(byControl).hasSize(1);
        assertThat(byApp.getJsonObject(0).getString("id")).isEqualTo(id(sent));
        assertThat(byApp.getJsonObject(0).getString("webhook_id")).isEqualTo(webhook.getString("id"));
    }

    @Test
    void what_has_failed_is_tried_again_at_once_and_what_succeeded_is_not() {
        var failed = test(new JsonObject());
        var succeeded = test(new JsonObject());
        var leased = test(new JsonObject());
        Rows.settle(id(failed), "failed", "attempts");
        Rows.settle(id(succeeded), "succeeded", null);
        Rows.lease(id(leased));

        var retried =
                doors.app("POST", delivery(failed) + "/retry", null).expect(200).data();

        assertThat(retried.getString("status")).isEqualTo("pending");
        assertThat(retried.getString("trigger")).isEqualTo("manual");
        assertThat(retried.containsKey("failure")).isFalse();
        assertThat(Instant.parse(retried.getString("next_attempt_at")))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(doors.app("POST", delivery(succeeded) + "/retry", null).status())
                .isEqualTo(409);
        assertThat(doors.app("POST", delivery(leased) + "/retry", null).status())
                .isEqualTo(409);
        doors.app("POST", path + "/pause", null).expect(200);
        assertThat(doors.control("POST", delivery(failed) + "/retry", null).status())
                .isEqualTo(409);
        doors.app("POST", path + "/archive", null).expect(200);
        assertThat(doors.control("POST", delivery(failed) + "/retry", null).status())
                .isEqualTo(409);
    }

    @Test
    void what_is_tried_again_by_hand_leaves_the_order_but_for_whose_turn_it_is() {
        var failed = test(new JsonObject());
        var waiting = test(new JsonObject());
        var head = test(new JsonObject());
        Rows.settle(id(failed), "failed", "attempts");
        Rows.lane(id(failed), false);
        Rows.lane(id(waiting), true);
        Rows.lane(id(head), false);

        for (var one : List.of(failed, waiting, head)) {
            doors.app("POST", delivery(one) + "/retry", null).expect(200);
        }

        assertThat(Rows.lane(id(failed))).isEqualTo("null");
        assertThat(Rows.lane(id(waiting))).isEqualTo("null");
        assertThat(Rows.lane(id(head))).isEqualTo("task/tsk_1");
    }

    @Test
    void without_money_neither_plane_starts_an_attempt() {
        var failed = test(new JsonObject());
        Rows.settle(id(failed), "failed", "attempts");
        doors.broke();

        for (var refused : List.of(
                doors.app("POST", path + "/test", new JsonObject()),
                doors.control("POST", path + "/test", new JsonObject()),
                doors.app("POST", delivery(failed) + "/retry", null),
                doors.control("POST", delivery(failed) + "/retry", null))) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(402);
        }
        assertThat(doors.control("GET", delivery(failed), null).status()).isEqualTo(200);
        assertThat(doors.control("POST", path + "/pause", null).status()).isEqualTo(200);
    }

    @Test
    void a_paused_account_starts_no_attempt_either() {
        Doors.GATEWAY
                .operator(
                        "PUT",
                        "/control/v1/tenants/" + doors.workspace.tenant() + "/override",
                        JsonObject.of("enforcement", "paused", "reason", "a test"))
                .expect(200);

        var refused = doors.control("POST", path + "/test", new JsonObject());

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("account_paused");
    }
}
