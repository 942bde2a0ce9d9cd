package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The balance is shown to credentials with usage:read, and to no other. */
class BalanceShownTest {

    private static final String BALANCE = "Tollgate-Balance-Micros";
    private static final String META_BALANCE = "dev.tollgate/balance_micros";
    private static final JsonObject TASK = new JsonObject().put("title", "Call Ada");

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final GatewayFixture.Prepared acme = gateway.tenant("team").module("tasks", true);

    @Test
    void a_key_without_usage_read_learns_its_charge_and_not_the_balance() {
        var without = gateway.call("POST", "/v1/tasks", key("tasks:read", "tasks:write"), TASK);
        var with = gateway.call("POST", "/v1/tasks", key("tasks:read", "tasks:write", "usage:read"), TASK);

        assertThat(without.expect(201).charge()).isEqualTo(100);
        assertThat(without.header(BALANCE)).isEmpty();
        assertThat(with.expect(201).header(BALANCE)).isPresent();
    }

    @Test
    void an_agent_without_usage_read_finds_the_balance_neither_in_meta_nor_in_a_header() {
        var params = new JsonObject().put("name", "create_task").put("arguments", TASK);

        var without = client("tasks:write").request("tools/call", params);
        var with = client("tasks:write", "usage:read").request("tools/call", params);

        assertThat(meta(without).getLong("dev.tollgate/charge_micros")).isEqualTo(150);
        assertThat(without.body()).doesNotContain("balance_micros");
        assertThat(without.header(BALANCE)).isEmpty();
        assertThat(meta(with).getLong(META_BALANCE)).isPositive();
        assertThat(with.header(BALANCE)).isPresent();
    }

    @Test
    void a_402_names_the_balance_to_who_may_know_it_and_a_page_to_everybody() {
        var without = key("tasks:write");
        var with = key("tasks:write", "usage:read");
        var agent = client("tasks:write");
        gateway.operator(
                        "PUT",
                        "/control/v1/tenants/" + acme.tenant() + "/override",
                        new JsonObject()
                                .put("cap_micros", 7)
                                .put("enforcement", "enforce")
                                .put("reason", "the test wants it"))
                .expect(200);

        var hidden = gateway.call("POST", "/v1/tasks", without, TASK).expect(402);
        var shown = gateway.call("POST", "/v1/tasks", with, TASK).expect(402);
        var byAgent = agent.request(
                "tools/call", new JsonObject().put("name", "create_task").put("arguments", TASK));

        assertThat(hidden.body()).doesNotContain("balance_micros");
        assertThat(hidden.header(BALANCE)).isEmpty();
        assertThat(hidden.json().getString("resets_at")).isNotNull();
        assertThat(hidden.json().getString("billing_url")).endsWith("/docs/errors/monthly_cap_reached");
        assertThat(shown.json().getLong("balance_micros")).isNotNull();
        assertThat(shown.header(BALANCE)).isPresent();
        assertThat(byAgent.body()).contains("monthly_cap_reached").doesNotContain("balance_micros");
    }

    private String key(String... scopes) {
        return acme.apiKey(scopes).getString("secret");
    }

    private McpCaller client(String... scopes) {
        return new McpCaller(gateway, acme.mcpClient(scopes).getString("secret"));
    }

    private static JsonObject meta(Reply reply) {
        return reply.expect(200).json().getJsonObject("result").getJsonObject("_meta");
    }
}
