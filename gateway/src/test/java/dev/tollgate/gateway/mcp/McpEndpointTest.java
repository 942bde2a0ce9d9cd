package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.access.FloodBuckets;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint: whom it lets in, which messages it takes, and how often it lists. */
class McpEndpointTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true).module("crm", true);
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    /** A client of its own, since discovery is limited per client. */
    private final McpCaller client = client("tasks:read", "tasks:write", "usage:read");

    private static McpCaller client(String... scopes) {
        return new McpCaller(GATEWAY, WORKSPACE.mcpClient(scopes).getString("secret"));
    }

    @Test
    void without_a_good_token_the_answer_is_401_with_a_challenge() {
        var key = WORKSPACE.apiKey("tasks:read").getString("secret");

        for (var token : new String[] {null, "tgm_junk", key, GATEWAY.operatorToken()}) {
            var caller = new McpCaller(GATEWAY, token);
            var bare = caller.post("/mcp", PING).expect(401);
            var named = caller.post("/mcp/" + WORKSPACE.workspace(), PING).expect(401);
            assertThat(bare.header("WWW-Authenticate")).contains("Bearer");
            assertThat(named.header("WWW-Authenticate").orElseThrow()).startsWith("Bearer ");
        }
    }

    @Test
    void the_path_may_name_the_tokens_own_workspace_and_no_other() {
        var other = GATEWAY.workspace(WORKSPACE.tenant());

        assertThat(client.post("/mcp/" + WORKSPACE.workspace(), PING).status()).isEqualTo(200);
        for (var wrong : new String[] {other.workspace(), "junk", "junk/x"}) {
            assertThat(client.post("/mcp/" + wrong, PING, "X-Forwarded-For", GatewayFixture.newAddress())
                            .status())
                    .as(wrong)
                    .isEqualTo(401);
        }
        assertThat(client.post("/mcp/" + WORKSPACE.workspace() + "/x", PING).status())
                .isEqualTo(404);
    }

    @Test
    void a_token_at_the_door_of_another_workspace_is_audited_and_counts_as_a_failed_one() {
        var other = "/mcp/" + GATEWAY.workspace(WORKSPACE.tenant()).workspace();
        var mine = WORKSPACE.mcpClient("tasks:read");
        var address = GatewayFixture.newAddress();
        var caller = new McpCaller(GATEWAY, mine.getString("secret"));

        for (int at = 0; at < 20; at++) {
            assertThat(caller.post(other, PING, "X-Forwarded-For", address).status())
                    .isEqualTo(401);
        }

        var guess = new McpCaller(GATEWAY, "tgm_junk").post("/mcp", PING, "X-Forwarded-For", address);
        assertThat(guess.status()).isEqualTo(429);
        var filter = "/audit-events?outcome=unauthorized&actor_id=" + mine.getString("id");
        Eventually.within(Duration.ofSeconds(10), () -> {
            var rows = GATEWAY.operator("GET", WORKSPACE.control(filter), null)
                    .expect(200)
                    .list();
            assertThat(rows).isNotEmpty();
            assertThat(rows.getJsonObject(0).getString("operation")).isEqualTo("authenticate");
        });
    }

    @Test
    void an_unknown_caller_learns_nothing_about_paths_and_methods() {
        var nobody = new McpCaller(GATEWAY, null);

        assertThat(nobody.post("/mcp/" + WORKSPACE.workspace() + "/x", PING).status())
                .isEqualTo(401);
        assertThat(GATEWAY.call("GET", "/mcp", null, null).status()).isEqualTo(401);
    }

    @Test
    void listing_costs_a_call_its_place_not_even_where_one_a_second_is_allowed() {
        var slow = limited(1);
        for (int at = 0; at < FloodBuckets.FREE_PER_SECOND_MIN; at++) {
            assertThat(slow.post("/mcp", PING).status()).isEqualTo(200);
        }

        var called = slow.request("tools/call", new JsonObject().put("name", "list_tasks"));

        assertThat(called.status()).isEqualTo(200);
        assertThat(McpCaller.code(called.json().getJsonObject("result"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "PUT"})
    void only_post_is_taken(String method) {
        var reply = GATEWAY.call(method, "/mcp", client.token(), null);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).contains("POST");
    }

    @Test
    void an_unknown_revision_is_told_which_we_speak() {
        var reply = client.request("tools/list", null, "MCP-Protocol-Version", "2024-11-05");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().getJsonObject("error").getInteger("code")).isEqualTo(-32022);
        assertThat(reply.json().getJsonObject("error").getJsonObject("data").getJsonArray("supported"))
                .containsExactly("2025-06-18", "2025-11-25", "2026-07-28");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{nonsense | -32700",
                "'' | -32700",
                "{\"a\":1,\"a\":2} | -32700",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}] | -32600",
                "{\"id\":1,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600"
            })
    void what_is_no_message_is_refused_without_an_id(String body, int code) {
        var reply = client.post("/mcp", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().getJsonObject("error").getInteger("code")).isEqualTo(code);
        assertThat(reply.json().containsKey("id")).isFalse();
        assertThat(reply.header("X-Request-Id")).isPresent();
    }

    @Test
    void a_notification_is_taken_without_an_answer() {
        var reply = client.post("/mcp", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void the_type_of_the_body_and_of_the_answer_must_be_json() {
        assertThat(client.post("/mcp", PING, "Content-Type", "text/plain").status())
                .isEqualTo(415);
        assertThat(client.post("/mcp", PING, "Accept", "text/event-stream").status())
                .isEqualTo(400);
        assertThat(client.post("/mcp", PING, "Accept", "application/json, text/event-stream")
                        .status())
                .isEqualTo(200);
        assertThat(client.post("/mcp", PING, "Accept", "*/*").status()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_too_large_is_413() {
        assertThat(client.post("/mcp", "\"" + "x".repeat(1 << 20) + "\"").status())
                .isEqualTo(413);
    }

    @Test
    void a_foreign_cursor_is_a_wrong_parameter() {
        var reply = client.request("tools/list", new JsonObject().put("cursor", "junk"));

        assertThat(reply.json().getJsonObject("error").getInteger("code")).isEqualTo(-32602);
    }

    @Test
    void a_fleet_that_connects_with_one_token_may_list_as_often_as_it_may_call() {
        var statuses = new ArrayList<Integer>();
        for (int agent = 0; agent < 400; agent++) {
            statuses.add(client.request("tools/list", null).status());
        }

        assertThat(statuses).containsOnly(200);
    }

    private static McpCaller limited(int callsPerSecond) {
        var body = new JsonObject()
                .put("name", "limited")
                .put("scopes", List.of("tasks:read"))
                .put("rate_limit", callsPerSecond);
        return new McpCaller(
                GATEWAY,
                GATEWAY.operator("POST", WORKSPACE.control("/mcp-clients"), body)
                        .expect(201)
                        .data()
                        .getString("secret"));
    }

    @Test
    void a_suspended_workspace_is_refused_by_status() {
        var prepared = GATEWAY.tenant("team");
        var caller = new McpCaller(GATEWAY, prepared.mcpClient("usage:read").getString("secret"));
        GATEWAY.operator("POST", prepared.control("/suspend"), null).expect(200);

        Eventually.within(Eventually.NOTICED, () -> {
            var reply = caller.post("/mcp", PING);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.code()).isEqualTo("workspace_not_active");
        });
    }
}
