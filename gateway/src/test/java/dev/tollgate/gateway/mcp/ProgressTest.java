package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers that request progress get an event stream; others get one answer. */
class ProgressTest {

    private static final int TASKS = 25;
    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true);
    private static final Modern CLIENT =
            new Modern(GATEWAY, WORKSPACE.mcpClient("tasks:write").getString("secret"));

    @Test
    void a_batch_tells_a_modern_client_how_much_is_done_and_then_answers() throws Exception {
        var params = batch().put("_meta", Modern.meta().put("progressToken", "mine"));

        try (var stream = CLIENT.stream("tools/call", params)) {
            stream.ended().get(10, TimeUnit.SECONDS);

            assertThat(stream.status()).isCompletedWithValue(200);
            toldThenAnswered(stream, "mine");
        }
    }

    @Test
    void a_legacy_client_is_told_too() throws Exception {
        var params = batch().put("_meta", new JsonObject().put("progressToken", 7));
        var body = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", "one")
                .put("method", "tools/call")
                .put("params", params);

        try (var stream = CLIENT.stream(body.encode(), "Accept", "application/json, text/event-stream")) {
            stream.ended().get(10, TimeUnit.SECONDS);

            toldThenAnswered(stream, 7);
        }
    }

    private static void toldThenAnswered(Modern.Stream stream, Object token) {
        var messages = stream.messages();
        assertThat(messages).hasSize(4);
        assertThat(messages.subList(0, 3))
                .allSatisfy(message -> {
                    assertThat(message.getString("method")).isEqualTo("notifications/progress");
                    assertThat(message.getJsonObject("params").getValue("progressToken"))
                            .isEqualTo(token);
                    assertThat(message.getJsonObject("params").getInteger("total"))
                            .isEqualTo(TASKS);
                })
                .extracting(message -> message.getJsonObject("params").getInteger("progress"))
                .containsExactly(10, 20, 25);
        var last = messages.getLast();
        assertThat(last.getString("id")).isEqualTo("one");
        assertThat(last.getJsonObject("result")
                        .getJsonObject("structuredContent")
                        .getJsonArray("data"))
                .hasSize(TASKS);
    }

    @Test
    void who_did_not_ask_or_takes_no_stream_gets_json() {
        var asked = batch().put("_meta", Modern.meta().put("progressToken", "mine"));
        var headers = Modern.headers("tools/call", asked);
        headers[7] = "application/json";

        var plain = GATEWAY.call("POST", "/mcp", CLIENT.token(), Modern.body("tools/call", asked), headers);
        var unasked = CLIENT.request("tools/call", batch());

        for (var reply : new Reply[] {plain, unasked}) {
            assertThat(reply.expect(200).header("Content-Type")).contains("application/json");
            assertThat(reply.json().getJsonObject("result").getBoolean("isError"))
                    .isFalse();
        }
    }

    private static JsonObject batch() {
        var items = new JsonArray();
        for (int i = 0; i < TASKS; i++) {
            items.add(new JsonObject().put("title", "Task " + i));
        }
        return new JsonObject().put("name", "create_tasks").put("arguments", new JsonObject().put("items", items));
    }
}
