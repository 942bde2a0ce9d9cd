package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published read over HTTP: what callers may keep, and for how long. */
class PublishedEntriesTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String PUBLISHED = "/v1/cms/sites/docs/published";

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;
    private String key;
    private JsonObject entry;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business").module("cms", true);
        key = acme.apiKey("cms:write", "cms:read").getString("secret");
        var site = create("/v1/cms/sites", new JsonObject().put("name", "Docs").put("slug", "docs"));
        var schema = new JsonObject()
                .put("type", "object")
                .put("properties", new JsonObject().put("body", new JsonObject().put("type", "string")));
        var collection = create(
                "/v1/cms/collections",
                new JsonObject()
                        .put("site_id", site.getString("id"))
                        .put("key", "posts")
                        .put("name", "Posts")
                        .put("schema", schema));
        entry = create(
                "/v1/cms/entries",
                new JsonObject()
                        .put("collection_id", collection.getString("id"))
                        .put("title", "First")
                        .put("fields", new JsonObject().put("body", "Hello")));
        publish();
    }

    @Test
    void a_page_has_the_digest_of_its_content_and_may_be_kept_for_a_minute() {
        var reply = published();

        assertThat(reply.expect(200).list()).hasSize(1);
        assertThat(reply.header("ETag").orElseThrow()).matches("\"[0-9a-f]{64}\"");
        assertThat(reply.header("Cache-Control")).contains("private, max-age=60");
        assertThat(reply.json().containsKey("next_cursor")).isFalse();
    }

    @Test
    void an_unchanged_page_is_304_without_postgresql_and_a_changed_one_is_sent() {
        var id = gateway.sql()
                .texts("SELECT id FROM cms.publication ORDER BY published_at DESC LIMIT 1")
                .getFirst();
        var unchanged = new AtomicReference<Reply>();
        Eventually.within(SOON, () -> {
            var known = published().expect(200).header("ETag").orElseThrow();
            // What PostgreSQL has now is not what was kept: an answer that asked it would be another.
            gateway.sql()
                    .execute("UPDATE cms.publication SET title = 'Title " + UUID.randomUUID() + "' WHERE id = '" + id
                            + "'");
            unchanged.set(gateway.call("GET", PUBLISHED, key, null, "If-None-Match", known)
                    .expect(304));
        });

        var tag = unchanged.get().header("ETag").orElseThrow();
        assertThat(unchanged.get().body()).isEmpty();
        assertThat(unchanged.get().header("Cache-Control")).contains("private, max-age=60");
        assertThat(unchanged.get().charge()).isEqualTo(20);

        gateway.call("PATCH", "/v1/cms/entries/" + entry.getString("id"), key, new JsonObject().put("title", "Second"))
                .expect(200);
        publish();
        Eventually.within(
                SOON,
                () -> assertThat(gateway.call("GET", PUBLISHED, key, null, "If-None-Match", tag)
                                .expect(200)
                                .list()
                                .getJsonObject(0)
                                .getString("title"))
                        .isEqualTo("Second"));
    }

    @Test
    void a_preview_is_not_stored() {
        var reply = gateway.call("GET", PUBLISHED + "?preview=true", key, null);

        assertThat(reply.expect(200).header("Cache-Control")).contains("no-store");
        assertThat(reply.header("ETag")).isEmpty();
    }

    @Test
    void an_agent_gets_the_same_data() {
        var agent = new McpCaller(gateway, acme.mcpClient("cms:read").getString("secret"));

        var envelope = agent.tool("list_published_entries", new JsonObject().put("slug", "docs"))
                .getJsonObject("structuredContent");

        assertThat(envelope.getJsonArray("data")).isEqualTo(published().list());
    }

    @Test
    void faults_of_a_schema_and_of_fields_have_their_paths() {
        var schema = new JsonObject().put("type", "object").put("$ref", "#");
        var refused = gateway.call(
                "PATCH",
                "/v1/cms/collections/" + entry.getString("collection_id"),
                key,
                new JsonObject().put("schema", schema));

        assertThat(fields(refused)).containsExactly("schema.$ref");
        var wrong = gateway.call(
                "PATCH",
                "/v1/cms/entries/" + entry.getString("id"),
                key,
                new JsonObject().put("fields", new JsonObject().put("body", 7)));
        assertThat(fields(wrong)).containsExactly("fields.body");
    }

    private static List<String> fields(Reply reply) {
        return reply.expect(422).json().getJsonArray("field_errors", new JsonArray()).stream()
                .map(fault -> ((JsonObject) fault).getString("field"))
                .toList();
    }

    private Reply published() {
        return gateway.call("GET", PUBLISHED, key, null);
    }

    private void publish() {
        gateway.call("POST", "/v1/cms/entries/" + entry.getString("id") + "/publish", key, null)
                .expect(200);
    }

    private JsonObject create(String path, JsonObject input) {
        return gateway.call("POST", path, key, input).expect(201).data();
    }
}
