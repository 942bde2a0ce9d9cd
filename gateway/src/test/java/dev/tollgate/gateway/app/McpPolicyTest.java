package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workspace's MCP policy applies on every gateway. */
class McpPolicyTest {

    private static final GatewayFixture FIRST = GatewayFixture.shared();
    private static GatewayFixture second;

    private GatewayFixture.Prepared acme;
    private String client;

    @BeforeAll
    static void open() {
        second = FIRST.second();
    }

    @AfterAll
    static void close() {
        second.close();
    }

    @BeforeEach
    void prepare() {
        acme = FIRST.tenant("team").module("tasks", true);
        client = acme.mcpClient("tasks:read").getString("secret");
    }

    @Test
    void nobody_has_to_say_anything_for_static_tokens_to_work() {
        var policy = policy();

        assertThat(policy.getString("mode")).isEqualTo("static_or_oauth");
        assertThat(policy.getLong("version")).isEqualTo(1);
        list(FIRST).expect(200);
    }

    @Test
    void oauth_only_refuses_static_tokens_on_every_gateway_until_they_are_allowed_again() {
        var key = acme.apiKey("tasks:read").getString("secret");
        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            list(gateway).expect(200);
        }

        set("oauth_only").expect(200);

        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            Eventually.within(
                    Eventually.NOTICED,
                    () -> assertThat(list(gateway).expect(403).code()).isEqualTo("mcp_auth_method_not_allowed"));
        }
        FIRST.call("GET", "/v1/tasks", key, null).expect(200);
        set("static_only").expect(200);
        Eventually.within(Eventually.NOTICED, () -> list(second).expect(200));
    }

    @Test
    void a_change_makes_a_version_and_repeating_it_does_not() {
        var first = set("oauth_only").expect(200).data();

        var again = set("oauth_only").expect(200).data();

        assertThat(first.getLong("version")).isEqualTo(2);
        assertThat(first.getString("last_actor")).isEqualTo("tester");
        assertThat(again).isEqualTo(first);
        assertThat(policy()).isEqualTo(first);
    }

    @Test
    void an_unknown_mode_is_refused() {
        var refused = set("none").expect(422);

        assertThat(refused.json().getJsonArray("field_errors").getJsonObject(0).getString("field"))
                .isEqualTo("mode");
    }

    private JsonObject policy() {
        return FIRST.operator("GET", acme.control("/mcp-policy"), null)
                .expect(200)
                .data();
    }

    @CanIgnoreReturnValue
    private Reply set(String mode) {
        return FIRST.operator("PUT", acme.control("/mcp-policy"), new JsonObject().put("mode", mode));
    }

    private Reply list(GatewayFixture gateway) {
        var message = new JsonObject().put("jsonrpc", "2.0").put("id", 1).put("method", "tools/list");
        return gateway.call("POST", "/mcp", client, message, "Accept", "application/json, text/event-stream");
    }
}
