package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Messages that an event loop does not read itself. */
class LargeMessagesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private final McpCaller client = new McpCaller(
            GATEWAY,
            GATEWAY.tenant("business")
                    .module("tasks", true)
                    .mcpClient("tasks:read", "tasks:write")
                    .getString("secret"));

    private static JsonObject items(JsonObject item, int count) {
        return new JsonObject().put("items", new JsonArray(Collections.nCopies(count, item)));
    }

    @Test
    void a_batch_of_300_000_items_is_no_message() {
        var reply = client.post(
                "/mcp",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"create_tasks\",\"arguments\":"
                        + "{\"items\":[" + "{},".repeat(299_999) + "{}]}}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().getJsonObject("error").getString("message"))
                .isEqualTo("The body has more than 20000 values.");
    }

    @Test
    void a_list_far_beyond_its_size_is_told_alone() {
        var result = client.tool("create_tasks", items(new JsonObject().put("titel", "x".repeat(200)), 300));

        assertThat(result.getJsonObject("_meta")
                        .getJsonObject("dev.tollgate/problem")
                        .getJsonArray("field_errors"))
                .containsExactly(new JsonObject().put("field", "items").put("message", "must have at most 100 items"));
    }

    @Test
    void a_large_batch_is_done() {
        var item = new JsonObject().put("title", "large").put("description", "d".repeat(2_000));

        var result = client.tool("create_tasks", items(item, 100));

        assertThat(McpCaller.code(result)).isEmpty();
        assertThat(result.getJsonObject("structuredContent").getJsonArray("data"))
                .hasSize(100);
    }
}
