package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event types that a workspace registers, and what can be published by them. */
class OwnEventTypesTest {

    private final Doors doors = Doors.open();

    private static JsonObject schema(String... properties) {
        var schemas = new JsonObject();
        for (var property : properties) {
            schemas.put(property, JsonObject.of("type", "string"));
        }
        return JsonObject.of("type", "object", "properties", schemas);
    }

    private static JsonObject type(String name, JsonObject schema) {
        return JsonObject.of("type", name, "description", "Something happened.", "schema", schema);
    }

    private Reply register(String name, JsonObject schema) {
        return doors.app("POST", "/event-types", type(name, schema));
    }

    private Reply publish(String name, JsonObject data) {
        return doors.app("POST", "/events", JsonObject.of("type", name, "data", data));
    }

    private List<String> listed(String filter) {
        return doors.app("GET", "/event-types?limit=100" + filter, null).expect(200).list().stream()
                .map(one -> ((JsonObject) one).getString("type"))
                .toList();
    }

    @Test
    void a_registered_type_is_read_and_listed_by_its_workspace_only() {
        var created = register("order.paid", schema("id"));

        var read = doors.app("GET", "/event-types/order.paid", null).expect(200).data();
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.header("Location").orElseThrow()).endsWith("/v1/event-types/order.paid");
        assertThat(created.data().getInteger("revision")).isEqualTo(1);
        assertThat(read.getString("module")).isEqualTo("custom");
        assertThat(read.getString("scope")).isEqualTo("integrations:read");
        assertThat(read.getString("status")).isEqualTo("active");
        assertThat(read.getJsonObject("schema")).isEqualTo(schema("id"));
        assertThat(listed("&module=custom")).containsExactly("order.paid");
        assertThat(listed("")).contains("order.paid", "task.created").isSorted();
        var neighbour = doors.neighbour();
        assertThat(neighbour.app("GET", "/event-types/order.paid", null).status())
                .isEqualTo(404);
        assertThat(neighbour
                        .app("POST", "/events", JsonObject.of("type", "order.paid", "data", new JsonObject()))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void types_of_modules_and_registered_ones_are_one_list_page_by_page() {
        IntStream.range(0, 5)
                .forEach(at -> register("a" + at + ".happened", schema("id")).expect(201));
        var names = new ArrayList<String>();
        var next = "";
        while (next != null) {
            var page = doors.app("GET", "/event-types?limit=7" + next, null).expect(200);
            page.list().forEach(type -> names.add(((JsonObject) type).getString("type")));
            var cursor = page.json().getString("next_cursor");
            next = cursor == null ? null : "&cursor=" + cursor;
        }

        assertThat(names).isSorted().doesNotHaveDuplicates().contains("a0.happened", "a4.happened", "webhook.test");
    }

    @Test
    void a_compatible_revision_is_taken_and_the_same_schema_is_none() {
        register("order.paid", schema("id")).expect(201);

        var second = register("order.paid", schema("id", "note").put("required", JsonArray.of("id")));
        var again = register("order.paid", schema("id", "note").put("required", JsonArray.of("id")));

        assertThat(second.expect(200).data().getInteger("revision")).isEqualTo(2);
        assertThat(again.expect(200).data().getInteger("revision")).isEqualTo(2);
        assertThat(again.data().getLong("version")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"order.paid, order.paid.v2", "order.paid.v2, order.paid.v3", "order.item.paid, order.item.paid_v2"})
    void another_revision_is_a_conflict_that_names_the_path_and_another_type(String name, String advised) {
        register(name, schema("id", "note")).expect(201);

        var refused = register(name, schema("id"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail"))
                .contains("schema.properties.note", "Register it as " + advised + " instead");
        register(advised, schema("id")).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"task.paid", "crm.paid", "custom.paid", "webhook.paid", "paid", "Order.paid", "a.b.c.d", "a."})
    void a_name_is_two_or_three_words_of_which_the_first_is_no_module_and_no_resource(String name) {
        assertThat(Doors.fields(register(name, schema("id")))).containsExactly("type");
    }

    @Test
    void a_faulty_schema_or_example_is_refused_with_the_path() {
        var circular = JsonObject.of("type", "object", "properties", JsonObject.of("a", JsonObject.of("$ref", "#")));
        var example = type("order.paid", schema("id")).put("example", JsonObject.of("id", 7));

        assertThat(Doors.fields(register("order.paid", circular))).containsExactly("schema.properties.a.type");
        assertThat(Doors.fields(doors.app("POST", "/event-types", example))).containsExactly("example.id");
    }

    @Test
    void of_registrations_at_the_same_time_one_creates_and_the_others_revise_or_find_it() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Reply>> calls = IntStream.range(0, 8)
                    .<Callable<Reply>>mapToObj(at -> () -> register(
                            "order.paid",
                            schema("id").put("required", at % 2 == 0 ? JsonArray.of("id") : new JsonArray())))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (Future<Reply> reply : threads.invokeAll(calls)) {
                statuses.add(reply.get().status());
            }

            assertThat(statuses).containsOnlyOnce(201).doesNotContain(500, 503);
            var read = doors.app("GET", "/event-types/order.paid", null)
                    .expect(200)
                    .data();
            assertThat(read.getInteger("revision")).isLessThanOrEqualTo(2);
            assertThat(listed("&module=custom")).containsExactly("order.paid");
        }
    }

    @Test
    void data_is_checked_by_the_schema_and_bounded() {
        register("order.paid", schema("id").put("required", JsonArray.of("id"))).expect(201);

        assertThat(Doors.fields(publish("order.paid", JsonObject.of("id", 7)))).containsExactly("data.id");
        assertThat(Doors.fields(publish("order.paid", new JsonObject()))).containsExactly("data.id");
        assertThat(Doors.fields(publish("order.paid", JsonObject.of("id", "1", "other", 1))))
                .containsExactly("data.other");
        assertThat(Doors.fields(publish("order.paid", JsonObject.of("id", "x".repeat(64 << 10)))))
                .containsExactly("data");
        assertThat(Doors.fields(publish("order.lost", new JsonObject()))).containsExactly("type");
        assertThat(Doors.fields(publish("task.created", new JsonObject()))).containsExactly("type");
        publish("order.paid", JsonObject.of("id", "x".repeat((64 << 10) - 9))).expect(200);
    }

    @Test
    void an_event_of_the_future_is_refused_and_one_of_the_past_is_taken() {
        register("order.paid", schema("id")).expect(201);
        var event = JsonObject.of("type", "order.paid", "data", new JsonObject());

        assertThat(Doors.fields(doors.app("POST", "/events", event.copy().put("occurred_at", "2999-01-01T00:00:00Z"))))
                .containsExactly("occurred_at");
        var past = doors.app("POST", "/events", event.copy().put("occurred_at", "2020-01-01T00:00:00Z"))
                .expect(200)
                .data();
        assertThat(past.getString("occurred_at")).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(past.getString("id")).startsWith("evt_");
    }

    @Test
    void a_deprecated_type_is_not_published_until_it_is_active_again() {
        var type = type("order.paid", schema("id"));
        doors.app("POST", "/event-types", type).expect(201);
        doors.app("POST", "/event-types", type.copy().put("status", "deprecated"))
                .expect(200);

        var refused = publish("order.paid", new JsonObject());
        register("order.paid", schema("id")).expect(200);
        var still = publish("order.paid", new JsonObject());
        doors.app("POST", "/event-types", type.copy().put("status", "active")).expect(200);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(still.status()).isEqualTo(409);
        publish("order.paid", new JsonObject()).expect(200);
    }

    @Test
    void webhooks_and_replays_take_registered_types_and_no_others() {
        var before = doors.app("POST", "/webhooks", Doors.wanted().put("event_types", JsonArray.of("order.paid")));
        register("order.paid", schema("id")).expect(201);

        assertThat(Doors.fields(before)).containsExactly("event_types[0]");
        for (var pattern : List.of("order.paid", "order.*", "custom.*")) {
            var webhook = doors.app("POST", "/webhooks", Doors.wanted().put("event_types", JsonArray.of(pattern)))
                    .expect(201)
                    .data();
            doors.app("PATCH", doors.path(webhook), JsonObject.of("event_types", JsonArray.of("order.paid")))
                    .expect(200);
            doors.app(
                            "POST",
                            "/webhook-replays",
                            JsonObject.of(
                                    "webhook_id", webhook.getString("id"), "event_types", JsonArray.of("order.paid")))
                    .expect(202);
            var sent = doors.app("POST", doors.path(webhook) + "/test", JsonObject.of("event_type", "order.paid"));
            assertThat(sent.expect(200).data().getString("event_type")).isEqualTo("order.paid");
        }
        var neighbour = doors.neighbour();
        assertThat(Doors.fields(neighbour.app(
                        "POST", "/webhooks", Doors.wanted().put("event_types", JsonArray.of("order.paid")))))
                .containsExactly("event_types[0]");
    }

    @Test
    void a_dry_run_tells_whether_a_revision_is_compatible_and_publishes_nothing() {
        register("order.paid", schema("id", "note")).expect(201);

        assertThat(doors.app("POST", "/event-types?dry_run=true", type("order.paid", schema("id")))
                        .status())
                .isEqualTo(409);
        doors.app("POST", "/event-types?dry_run=true", type("order.paid", schema("id", "note", "more")))
                .expect(200);
        assertThat(doors.app("GET", "/event-types/order.paid", null).data().getInteger("revision"))
                .isEqualTo(1);
    }
}
