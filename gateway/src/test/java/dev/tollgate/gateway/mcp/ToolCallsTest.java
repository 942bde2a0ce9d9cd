package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Calls of tools: their answers, and what refuses them. */
class ToolCallsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true).module("crm", true);

    private final McpCaller client = client("tasks:read", "tasks:write", "usage:read");

    private static McpCaller client(String... scopes) {
        return new McpCaller(GATEWAY, WORKSPACE.mcpClient(scopes).getString("secret"));
    }

    @Test
    void a_tool_that_is_not_in_the_catalogue_is_a_wrong_parameter() {
        var reply = client.request("tools/call", new JsonObject().put("name", "make_coffee"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getJsonObject("error").getInteger("code")).isEqualTo(-32602);
    }

    @Test
    void a_success_carries_the_envelope_as_structure_and_as_text() {
        var result = client.tool("create_task", new JsonObject().put("title", "Call Ada"));

        assertThat(McpCaller.code(result)).isEmpty();
        var envelope = result.getJsonObject("structuredContent");
        assertThat(envelope.getJsonObject("data").getString("title")).isEqualTo("Call Ada");
        assertThat(envelope.getJsonObject("data").fieldNames())
                .containsExactlyInAnyOrder("id", "title", "status", "custom_fields", "version");
        assertThat(new JsonObject(
                        result.getJsonArray("content").getJsonObject(0).getString("text")))
                .isEqualTo(envelope);
        var meta = result.getJsonObject("_meta");
        assertThat(meta.getString("dev.tollgate/request_id")).isEqualTo(envelope.getString("request_id"));
        assertThat(meta.getLong("dev.tollgate/charge_micros")).isEqualTo(150);
        assertThat(meta.getLong("dev.tollgate/balance_micros")).isPositive();
    }

    @Test
    void a_detailed_answer_has_what_rest_has() {
        var params = new JsonObject().put("name", "create_task").put("arguments", new JsonObject().put("title", "x"));

        var data = client.request("tools/call", params, "X-MCP-Detailed", "true")
                .expect(200)
                .json()
                .getJsonObject("result")
                .getJsonObject("structuredContent")
                .getJsonObject("data");

        assertThat(data.getString("source")).isEqualTo("mcp");
        assertThat(data.fieldNames()).contains("workspace_id", "created_at", "updated_at", "last_actor");
    }

    @Test
    void the_headers_of_a_metered_call_are_those_of_rest() {
        var params = new JsonObject().put("name", "list_tasks");

        var reply = client.request("tools/call", params);

        assertThat(reply.charge()).isEqualTo(150);
        assertThat(reply.header("Tollgate-Balance-Micros")).isPresent();
        assertThat(reply.header("RateLimit-Policy")).isPresent();
        assertThat(reply.header("X-Request-Id")).isPresent();
    }

    @Test
    void invalid_arguments_are_an_error_result_that_names_every_field() {
        var result = client.tool("create_task", new JsonObject().put("titel", "x"));

        assertThat(McpCaller.code(result)).isEqualTo("validation_failed");
        assertThat(result.containsKey("structuredContent")).isFalse();
        var problem = result.getJsonObject("_meta").getJsonObject("dev.tollgate/problem");
        assertThat(problem.getJsonArray("field_errors")).hasSize(2);
        assertThat(new JsonObject(
                        result.getJsonArray("content").getJsonObject(0).getString("text")))
                .isEqualTo(problem);
    }

    @Test
    void a_missing_scope_and_a_module_that_is_off_are_told_as_by_rest() {
        var reader = client("tasks:read");
        assertThat(McpCaller.code(reader.tool("create_task", new JsonObject().put("title", "x"))))
                .isEqualTo("missing_required_scope");

        var dark = GATEWAY.tenant("team").module("tasks", true);
        var caller = new McpCaller(GATEWAY, dark.mcpClient("tasks:write").getString("secret"));
        dark.module("tasks", false);
        assertThat(McpCaller.code(caller.tool("create_task", new JsonObject().put("title", "x"))))
                .isEqualTo("module_not_enabled");
    }

    @Test
    void a_repeated_key_gives_the_first_answer_and_costs_nothing() {
        var arguments = new JsonObject()
                .put("title", "Once")
                .put("idempotency_key", UUID.randomUUID().toString());

        var first = client.tool("create_task", arguments);
        var second = client.tool("create_task", arguments);

        assertThat(second.getJsonObject("structuredContent").getJsonObject("data"))
                .isEqualTo(first.getJsonObject("structuredContent").getJsonObject("data"));
        var meta = second.getJsonObject("_meta");
        assertThat(meta.getBoolean("dev.tollgate/idempotency_replayed")).isTrue();
        assertThat(meta.getString("dev.tollgate/original_request_id"))
                .isEqualTo(first.getJsonObject("_meta").getString("dev.tollgate/request_id"));
        assertThat(meta.getLong("dev.tollgate/charge_micros")).isZero();
    }
}
