package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Requests that cost much for a reason that no schema shows: free JSON that a workspace's own schema checks, reports,
 * lists of MCP, documents, and {@link HostileRequests}.
 */
final class ExpensiveRequests {

    private final World world;
    private final Map<String, Supplier<Supplier<Reply>>> all = new LinkedHashMap<>();

    private ExpensiveRequests(World world) {
        this.world = world;
    }

    /** All of them by name; each makes what it needs, then the request. */
    static Map<String, Supplier<Supplier<Reply>>> of(World world) {
        var requests = new ExpensiveRequests(world);
        requests.content();
        requests.events();
        requests.mcp();
        requests.documents();
        requests.all.putAll(HostileRequests.of(world));
        return requests.all;
    }

    /** An entry whose lists are checked value by value, by as many patterns as a check may cost. */
    private void content() {
        var lists = new JsonObject();
        var fields = new JsonObject();
        for (int list = 0; list < 12; list++) {
            lists.put(
                    "list_" + list,
                    new JsonObject()
                            .put("type", "array")
                            .put("maxItems", 1_000)
                            .put("items", new JsonObject().put("type", "string").put("pattern", "^[a-z ]*$")));
            fields.put(
                    "list_" + list,
                    new JsonArray(
                            IntStream.range(0, 900).mapToObj(_ -> "abc def").toList()));
        }
        var schema = new JsonObject().put("type", "object").put("properties", lists);
        var collection = named("create_collection");
        Supplier<String> made = () -> world.call(
                        collection,
                        with(
                                with(world.sample(collection), "schema", schema),
                                "key",
                                "c" + UUID.randomUUID().toString().replace('-', '_')))
                .expect(201)
                .data()
                .getString("id");
        var entry = named("create_entry");
        Supplier<ObjectNode> wanted =
                () -> with(with(world.sample(entry).without("slug"), "collection_id", made.get()), "fields", fields);
        all.put("create_entry of 10,800 values", () -> {
            var input = wanted.get();
            return () -> world.call(entry, input);
        });
        var update = named("update_entry");
        all.put("update_entry of 10,800 values", () -> {
            var stored = world.call(entry, wanted.get()).expect(201).data().getString("id");
            var input = with(with(Json.MAPPER.createObjectNode(), "id", stored), "fields", other(fields));
            return () -> world.call(update, input);
        });
        all.put("tool create_entry of 10,800 values", () -> {
            var input = new JsonObject(wanted.get().toString());
            return () -> world.client().call("create_entry", input);
        });
    }

    /** The same fields with other values. */
    private static JsonObject other(JsonObject fields) {
        return new JsonObject(fields.encode().replace("abc def", "def abc"));
    }

    /** 500 events with many properties, and a report of five figures by day for 50 groups. */
    private void events() {
        var track = named("track_events");
        var batch = new JsonArray();
        for (int event = 0; event < 500; event++) {
            var properties = new JsonObject().put("plan", "plan-" + event % 50);
            for (int property = 0; property < 32; property++) {
                properties.put("property_" + property, "a value of some length, " + event);
            }
            batch.add(new JsonObject()
                    .put("name", "wide event")
                    .put("actor", "user-" + event)
                    .put(
                            "occurred_at",
                            Instant.now().minus(event % 399, ChronoUnit.DAYS).toString())
                    .put("properties", properties));
        }
        all.put("track_events of 500 events, 0.9 MB", () -> {
            var input = with(world.sample(track), "events", batch);
            return () -> world.call(track, input);
        });
        var query = named("query_insights");
        var measures = new JsonArray()
                .add(new JsonObject().put("op", "count"))
                .add(new JsonObject().put("op", "count_distinct").put("of", "actor"));
        var values = new JsonArray(
                IntStream.range(0, 200).mapToObj(at -> "plan-" + at).toList());
        var asked = new JsonObject()
                .put("source", new JsonObject().put("event", "wide event"))
                .put("measures", measures)
                .put("dimensions", new JsonArray().add("properties.plan"))
                .put(
                        "filters",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("field", "properties.plan")
                                        .put("op", "in")
                                        .put("value", values)))
                .put(
                        "time",
                        new JsonObject()
                                .put("last", new JsonObject().put("n", 390).put("unit", "day"))
                                .put("grain", "day"))
                .put("limit", 50);
        all.put("query_insights of 390 days and 50 groups", () -> {
            var input = with(with(world.sample(query), "query", asked), "fresh", true);
            return () -> world.call(query, input);
        });
    }

    private void mcp() {
        for (var method : new String[] {"tools/list", "resources/list", "resources/templates/list", "prompts/list"}) {
            all.put(method, () -> () -> world.client().request(method, new JsonObject()));
            all.put(
                    method + " with gzip",
                    () -> () -> world.client().request(method, new JsonObject(), "Accept-Encoding", "gzip"));
        }
        all.put(
                "tools/list with output schemas",
                () -> () -> world.client()
                        .post(
                                "/mcp?output_schemas=true",
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}"));
        all.put(
                "search_tools of 200 characters",
                () -> () -> world.client()
                        .call(
                                "search_tools",
                                new JsonObject()
                                        .put("query", "list create ".repeat(16))
                                        .put("limit", 20)));
        var ten = new JsonArray(
                World.CATALOGUE.tools().keySet().stream().limit(10).toList());
        all.put(
                "describe_tools of ten",
                () -> () -> world.client().call("describe_tools", new JsonObject().put("names", ten)));
    }

    private void documents() {
        for (var path : new String[] {
            "/openapi.json",
            "/control/openapi.json",
            "/llms.txt",
            "/docs/operations.md",
            "/docs/assets/swagger-ui-bundle.js"
        }) {
            all.put(path, () -> () -> World.GATEWAY.call("GET", path, null, null));
        }
    }

    private static ObjectNode with(ObjectNode fields, String name, Object value) {
        return fields.set(name, Json.MAPPER.valueToTree(value));
    }

    private static CompiledFace<?, ?> named(String operation) {
        return Objects.requireNonNull(World.CATALOGUE.face(operation, Plane.APP));
    }
}
