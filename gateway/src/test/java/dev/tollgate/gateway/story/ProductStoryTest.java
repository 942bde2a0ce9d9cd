package dev.tollgate.gateway.story;

import static dev.tollgate.gateway.story.StoryWorkspace.done;
import static dev.tollgate.gateway.story.StoryWorkspace.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A product's way through the modules: its events are defined, sent, checked and counted, its files are kept, and other
 * systems are told.
 */
class ProductStoryTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, Object> SCHEMA = Map.of(
            "type", "object",
            "properties", Map.of("plan", Map.of("type", "string"), "email", Map.of("type", "string")),
            "required", List.of("plan"));
    private static final Map<String, Object> BY_PLAN = Map.of(
            "source", Map.of("event", "signup"),
            "dimensions", List.of("properties.plan"),
            "time", Map.of("last", Map.of("n", 7, "unit", "day"), "grain", "day"));

    private final StoryWorkspace workspace =
            StoryWorkspace.with(List.of("crm", "activity", "assets", "integrations", "analytics", "bi"));

    @Test
    void a_server_sends_checked_events_and_asks_for_numbers() {
        var plan =
                workspace.post("/v1/analytics/tracking-plans", Map.of("name", "Product", "enforcement", "quarantine"));
        var definition = workspace.post(
                "/v1/analytics/event-definitions",
                Map.of(
                        "plan_id",
                        plan,
                        "name",
                        "signup",
                        "schema",
                        SCHEMA,
                        "classes",
                        Map.of("email", "pii"),
                        "dimensions",
                        List.of("plan")));
        var _ = workspace.post("/v1/analytics/event-definitions/" + definition + "/approve", Map.of(), 200);
        var dataset = workspace.post("/v1/bi/datasets", Map.of("name", "Signups by plan", "query", BY_PLAN));

        var sent = workspace.post(
                "/v1/bi/events",
                Map.of("events", List.of(signup("ada", "team"), signup("bob", "team"), signup("eve", 7))),
                200);

        assertThat(sent.getInteger("accepted")).isEqualTo(2);
        var violation =
                workspace.get("/v1/analytics/violations?name=signup").list().getJsonObject(0);
        assertThat(violation.getString("kind")).isEqualTo("type");
        var asked = workspace.post("/v1/bi/query", Map.of("query", BY_PLAN), 200);
        assertThat(asked.getJsonArray("series").getJsonObject(0).getInteger("total"))
                .isEqualTo(2);
        var run = workspace.post("/v1/bi/datasets/" + dataset + "/refresh", Map.of(), 202);
        Eventually.within(
                SOON,
                () -> assertThat(workspace
                                .get("/v1/bi/refresh-runs/" + run.getString("id"))
                                .data()
                                .getString("status"))
                        .isEqualTo("succeeded"));
        assertThat(workspace.get("/v1/bi/datasets/" + dataset).data().getInteger("rows"))
                .isPositive();
    }

    @Test
    void a_server_keeps_a_file_and_tells_other_systems() throws Exception {
        var type = "order" + UUID.randomUUID().toString().substring(0, 8) + ".paid";
        var asset = workspace.post(
                "/v1/assets", Map.of("file_name", "terms.txt", "mime_type", "text/plain", "content", "Terms of 2030."));
        var _ = workspace.post(
                "/v1/event-types",
                Map.of(
                        "type",
                        type,
                        "description",
                        "An order was paid.",
                        "schema",
                        Map.of("type", "object", "properties", Map.of("order", Map.of("type", "string")))),
                201);

        var url = workspace.get("/v1/assets/" + asset + "/download-url").data().getString("url");
        var published = workspace.post("/v1/events", Map.of("type", type, "data", Map.of("order", "4711")), 200);

        assertThat(text(url)).isEqualTo("Terms of 2030.");
        assertThat(published.getString("id")).isNotEmpty();
        assertThat(workspace.get("/v1/event-types/" + type).data().getInteger("revision"))
                .isOne();
    }

    @Test
    void an_agent_does_the_same_by_tools() {
        try (var agent = workspace.agent()) {
            var plan = done(agent, "create_tracking_plan", Map.of("name", "Product", "enforcement", "observe"));
            var definition = done(
                    agent,
                    "create_event_definition",
                    Map.of("plan_id", plan.getString("id"), "name", "signup", "schema", SCHEMA));
            var _ = done(agent, "approve_event_definition", Map.of("id", definition.getString("id")));
            var _ = done(agent, "track_events", Map.of("events", List.of(signup("ada", "team"))));
            var asset = done(
                    agent,
                    "create_asset",
                    Map.of("file_name", "note.txt", "mime_type", "text/plain", "content", "Kept."));
            var _ = done(agent, "create_contact", Map.of("name", "Ada Lovelace"));

            var asked = done(agent, "query_insights", Map.of("query", BY_PLAN));

            assertThat(asked.getJsonArray("series").getJsonObject(0).getInteger("total"))
                    .isOne();
            assertThat(done(agent, "get_asset", Map.of("id", asset.getString("id"), "text", true))
                            .getString("text"))
                    .isEqualTo("Kept.");
            Eventually.within(
                    SOON,
                    () -> assertThat(found(
                                    agent, "search_activities", Map.of("contact", "Ada Lovelace", "timeline", true)))
                            .hasSize(1));
        }
    }

    @Test
    void an_agent_tells_other_systems() {
        var type = "order" + UUID.randomUUID().toString().substring(0, 8) + ".paid";
        try (var agent = workspace.agent()) {
            var _ = done(
                    agent,
                    "register_event_type",
                    Map.of(
                            "type",
                            type,
                            "description",
                            "An order was paid.",
                            "schema",
                            Map.of("type", "object", "properties", Map.of("order", Map.of("type", "string")))));

            var published = done(agent, "publish_event", Map.of("type", type, "data", Map.of("order", "4711")));

            assertThat(published.getString("id")).isNotEmpty();
            assertThat(done(agent, "get_event_type", Map.of("type", type)).getInteger("revision"))
                    .isOne();
        }
    }

    private static Map<String, Object> signup(String actor, Object plan) {
        return Map.of(
                "name",
                "signup",
                "event_id",
                UUID.randomUUID().toString(),
                "actor",
                actor,
                "properties",
                Map.of("plan", plan, "email", actor + "@example.org"));
    }

    private static String text(String url) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
