package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revision 2026-07-28 over HTTP: no session, and every request on its own. */
class ModernEndpointTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final JsonObject NOTHING = new JsonObject();

    private final JsonObject agent = WORKSPACE.mcpClient("tasks:read", "tasks:write");
    private final Modern client = new Modern(GATEWAY, agent.getString("secret"));

    @Test
    void discover_says_revisions_capabilities_and_who_we_are() {
        var reply = client.request("server/discover", NOTHING).expect(200).json();

        assertThat(reply.getString("id")).isEqualTo("one");
        var result = reply.getJsonObject("result");
        assertThat(result.getString("resultType")).isEqualTo("complete");
        assertThat(result.getJsonArray("supportedVersions")).containsExactly("2026-07-28");
        assertThat(result.getJsonObject("capabilities").getJsonObject("tools").getBoolean("listChanged"))
                .isTrue();
        assertThat(result.getString("instructions")).isNotBlank();
        assertThat(result.getJsonObject("_meta")
                        .getJsonObject("io.modelcontextprotocol/serverInfo")
                        .getString("name"))
                .isEqualTo("tollgate");
    }

    @Test
    void a_list_says_how_long_it_may_be_kept_and_by_whom() {
        var result = client.request("tools/list", NOTHING).expect(200).json().getJsonObject("result");

        assertThat(result.getInteger("ttlMs")).isEqualTo(60_000);
        assertThat(result.getString("cacheScope")).isEqualTo("private");
        assertThat(result.getJsonArray("tools")).isNotEmpty();
        assertThat(result.getString("resultType")).isEqualTo("complete");
    }

    @Test
    void a_tool_call_is_the_same_call_as_ever_in_a_modern_form() {
        var result = client.tool("create_task", new JsonObject().put("title", "Call Ada"));

        assertThat(result.getString("resultType")).isEqualTo("complete");
        assertThat(result.getBoolean("isError")).isFalse();
        assertThat(result.getJsonObject("structuredContent")
                        .getJsonObject("data")
                        .getString("title"))
                .isEqualTo("Call Ada");
        assertThat(result.getJsonObject("_meta").getLong("dev.tollgate/charge_micros"))
                .isEqualTo(150);
        assertThat(result.getJsonObject("_meta").containsKey("io.modelcontextprotocol/serverInfo"))
                .isTrue();
        assertThat(result.containsKey("ttlMs")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"initialize", "ping", "logging/setLevel", "resources/subscribe", "tasks/get", "unknown/method"})
    void a_method_the_revision_does_not_have_is_404_and_not_found(String method) {
        var reply = client.request(method, NOTHING).expect(404).json();

        assertThat(reply.getJsonObject("error").getInteger("code")).isEqualTo(-32601);
        assertThat(reply.getString("id")).isEqualTo("one");
    }

    @Test
    void headers_that_contradict_the_body_are_400_with_the_id_of_the_request() {
        var reply = GATEWAY.call(
                "POST",
                "/mcp",
                client.token(),
                Modern.body("tools/list", NOTHING),
                Modern.headers("prompts/list", NOTHING));

        var error = reply.expect(400).json();
        assertThat(error.getJsonObject("error").getInteger("code")).isEqualTo(-32020);
        assertThat(error.getString("id")).isEqualTo("one");
    }

    @Test
    void an_unspoken_revision_is_told_which_is_and_what_was_asked() {
        var params = new JsonObject()
                .put("_meta", Modern.meta().put("io.modelcontextprotocol/protocolVersion", "2027-01-01"));
        var headers = Modern.headers("tools/list", params);
        headers[1] = "2027-01-01";

        var reply = GATEWAY.call("POST", "/mcp", client.token(), Modern.body("tools/list", params), headers);

        var error = reply.expect(400).json().getJsonObject("error");
        assertThat(error.getInteger("code")).isEqualTo(-32022);
        assertThat(error.getJsonObject("data"))
                .isEqualTo(new JsonObject()
                        .put("supported", new JsonArray().add("2026-07-28"))
                        .put("requested", "2027-01-01"));
    }

    @Test
    void a_notification_is_taken_without_an_answer_or_headers() {
        var reply = GATEWAY.call(
                "POST",
                "/mcp",
                client.token(),
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
                "MCP-Protocol-Version",
                "2026-07-28");

        assertThat(reply.expect(202).body()).isEmpty();
    }

    @Test
    void a_guessed_tool_is_a_wrong_parameter_and_leaves_nothing_in_the_audit() {
        var auditor = WORKSPACE.apiKey("audit:read").getString("secret");
        for (int guess = 0; guess < 5; guess++) {
            var error = client.request("tools/call", new JsonObject().put("name", "guess_" + guess))
                    .expect(200)
                    .json();
            assertThat(error.getJsonObject("error").getInteger("code")).isEqualTo(-32602);
        }

        assertThat(McpCaller.code(client.tool("create_contact", new JsonObject().put("name", "Ada"))))
                .isEqualTo("module_not_enabled");

        // Refusals reach the audit in order: when the last is there, those before it would be.
        // Looking leaves rows too, which would push the agent's off the page.
        var path = "/v1/audit-events?actor_id=" + agent.getString("id");
        Eventually.within(SOON, () -> {
            var audit = GATEWAY.call("GET", path, auditor, null).expect(200);
            assertThat(audit.body()).contains("module_not_enabled");
            assertThat(audit.body()).doesNotContain("guess_", "route_not_found", "malformed_request");
        });
    }

    @Test
    void a_body_that_is_nested_too_deeply_is_no_message() {
        var deep = "[".repeat(5_000) + "]".repeat(5_000);

        var reply = GATEWAY.call("POST", "/mcp", client.token(), "{\"jsonrpc\":\"2.0\",\"params\":" + deep + '}');

        assertThat(reply.expect(400).json().getJsonObject("error").getInteger("code"))
                .isEqualTo(-32700);
    }
}
