package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller with tasks:write alone learns only ids, versions and its own input of the records it writes. */
class WriteOnlyAnswerTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final JsonObject NOTHING = new JsonObject();

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final GatewayFixture.Prepared acme = gateway.tenant("team").module("tasks", true);
    private final String reader = acme.apiKey("tasks:read", "tasks:write").getString("secret");
    private final String writer = acme.apiKey("tasks:write").getString("secret");
    private JsonObject task;

    @BeforeEach
    void somebodyElsesTask() {
        task = gateway.call(
                        "POST",
                        "/v1/tasks",
                        reader,
                        new JsonObject()
                                .put("title", "Call Ada")
                                .put("assignee", "Grace")
                                .put("custom_fields", new JsonObject().put("price", 4711)))
                .expect(201)
                .data();
    }

    @Test
    void an_empty_patch_reads_nothing() {
        var reply = gateway.call("PATCH", path(), writer, NOTHING);

        assertThat(reply.expect(200).data()).isEqualTo(idAndVersion(1));
        assertThat(reply.header("ETag")).hasValue("\"1\"");
    }

    @Test
    void a_patch_answers_the_fields_it_sent_and_of_custom_fields_only_their_own_names() {
        var sent = new JsonObject()
                .put("assignee", "Barbara")
                .putNull("description")
                .put("custom_fields", new JsonObject().put("channel", "phone").putNull("none"));

        var data = gateway.call("PATCH", path(), writer, sent).expect(200).data();

        assertThat(data)
                .isEqualTo(idAndVersion(2)
                        .put("assignee", "Barbara")
                        .put("custom_fields", new JsonObject().put("channel", "phone")));
    }

    @Test
    void a_deletion_answers_no_last_state() {
        var data = gateway.call("DELETE", path(), writer, null).expect(200).data();

        assertThat(data).isEqualTo(idAndVersion(1));
    }

    @Test
    void an_action_and_a_dry_run_answer_what_was_sent() {
        var done = gateway.call("POST", path() + "/complete", writer, new JsonObject().put("completed_note", "Done"));
        var dry = gateway.call("POST", "/v1/tasks?dry_run=true", writer, new JsonObject().put("title", "Later"));

        assertThat(done.expect(200).data()).isEqualTo(idAndVersion(2).put("completed_note", "Done"));
        assertThat(dry.expect(200).data().fieldNames()).containsExactly("title");
    }

    @Test
    void each_item_of_a_batch_is_answered_what_it_sent_itself() {
        var items = new JsonArray()
                .add(new JsonObject().put("title", "One"))
                .add(new JsonObject().put("title", "Two").put("assignee", "Ada"));

        var list = gateway.call("POST", "/v1/tasks/batch", writer, new JsonObject().put("items", items))
                .expect(200)
                .list();

        assertThat(item(list, 0).fieldNames()).containsExactlyInAnyOrder("id", "version", "title");
        assertThat(item(list, 1).fieldNames()).containsExactlyInAnyOrder("id", "version", "title", "assignee");
        assertThat(item(list, 1).getString("title")).isEqualTo("Two");
    }

    @Test
    void a_replay_answers_what_its_caller_may_read_now() {
        var key = acme.apiKey("tasks:read", "tasks:write");
        var secret = key.getString("secret");
        var body = new JsonObject().put("title", "Call Bob");
        var first = gateway.call("POST", "/v1/tasks", secret, body, "Idempotency-Key", "narrowed")
                .expect(201);
        assertThat(first.data().fieldNames()).contains("status");
        gateway.operator(
                        "PATCH",
                        acme.control("/api-keys/" + key.getString("id")),
                        new JsonObject().put("scopes", new JsonArray().add("tasks:write")))
                .expect(200);

        Eventually.within(SOON, () -> {
            var replay = gateway.call("POST", "/v1/tasks", secret, body, "Idempotency-Key", "narrowed");
            assertThat(replay.expect(201).header("Idempotency-Replayed")).hasValue("true");
            assertThat(replay.data().fieldNames()).containsExactlyInAnyOrder("id", "version", "title");
        });
    }

    @Test
    void by_mcp_structure_and_text_answer_no_more() {
        var client = new McpCaller(gateway, acme.mcpClient("tasks:write").getString("secret"));

        var result = client.tool("update_task", new JsonObject().put("id", task.getString("id")));

        var envelope = result.getJsonObject("structuredContent");
        assertThat(envelope.getJsonObject("data")).isEqualTo(idAndVersion(1));
        assertThat(result.encode()).doesNotContain("Grace").doesNotContain("4711");
    }

    private String path() {
        return "/v1/tasks/" + task.getString("id");
    }

    private JsonObject idAndVersion(int version) {
        return new JsonObject().put("id", task.getString("id")).put("version", version);
    }

    private static JsonObject item(JsonArray list, int index) {
        return list.getJsonObject(index).getJsonObject("data");
    }
}
