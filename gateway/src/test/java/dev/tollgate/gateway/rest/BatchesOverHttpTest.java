package dev.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** A batch with faulty items, by REST and by MCP. */
class BatchesOverHttpTest {

    private static final String PATH = "/v1/contacts/batch";

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final GatewayFixture.Prepared acme = gateway.tenant("team").module("crm", true);
    private final String key = acme.apiKey("crm:read", "crm:write").getString("secret");

    @Test
    void a_faulty_item_is_answered_with_its_problem_and_the_others_commit_and_are_charged() {
        var reply = gateway.call("POST", PATH, key, batch("ada@example.com", "no address", "bob@example.com"))
                .expect(200);

        assertThat(reply.list().getJsonObject(0).getJsonObject("data").getString("email"))
                .isEqualTo("ada@example.com");
        assertThat(reply.list().getJsonObject(2).getJsonObject("data").getString("email"))
                .isEqualTo("bob@example.com");
        var problem = reply.list().getJsonObject(1).getJsonObject("problem");
        assertThat(problem.getString("code")).isEqualTo("validation_failed");
        assertThat(problem.getJsonArray("field_errors").getJsonObject(0).getString("field"))
                .isEqualTo("email");
        assertThat(reply.header("Tollgate-Charge-Micros")).hasValue("200");
        assertThat(gateway.call("GET", "/v1/contacts", key, null).expect(200).list())
                .hasSize(2);
    }

    @Test
    void a_batch_of_faulty_items_alone_changes_nothing_and_costs_nothing() {
        var reply = gateway.call("POST", PATH, key, batch("one", "two")).expect(200);

        assertThat(reply.list()).hasSize(2);
        assertThat(reply.header("Tollgate-Charge-Micros")).hasValue("0");
        assertThat(gateway.call("GET", "/v1/contacts", key, null).expect(200).list())
                .isEmpty();
    }

    @Test
    void a_batch_of_faulty_items_alone_is_no_way_past_a_paused_account() {
        gateway.operator(
                        "PUT",
                        "/control/v1/tenants/" + acme.tenant() + "/override",
                        JsonObject.of("enforcement", "paused", "reason", "overdue"))
                .expect(200);

        Eventually.within(
                Eventually.NOTICED,
                () -> assertThat(gateway.call("POST", PATH, key, batch("one", "two"))
                                .status())
                        .isEqualTo(402));
    }

    @Test
    void a_faulty_item_belongs_to_what_an_idempotency_key_stands_for() {
        gateway.call("POST", PATH, key, batch("ada@example.com", "no address"), "Idempotency-Key", "sync")
                .expect(200);

        var same = gateway.call("POST", PATH, key, batch("ada@example.com", "no address"), "Idempotency-Key", "sync");
        var other = gateway.call("POST", PATH, key, batch("ada@example.com", "another"), "Idempotency-Key", "sync");

        assertThat(same.expect(200).header("Idempotency-Replayed")).hasValue("true");
        assertThat(same.list().getJsonObject(1).containsKey("problem")).isTrue();
        other.expect(409);
    }

    @Test
    void a_caller_that_may_not_read_is_answered_what_each_item_sent() {
        var writer = acme.apiKey("crm:write").getString("secret");

        var list = gateway.call("POST", PATH, writer, batch("no address", "ada@example.com"))
                .expect(200)
                .list();

        assertThat(list.getJsonObject(0).containsKey("data")).isFalse();
        assertThat(list.getJsonObject(1).getJsonObject("data").getString("email"))
                .isEqualTo("ada@example.com");
    }

    @Test
    void an_agent_is_answered_alike() {
        var agent =
                new McpCaller(gateway, acme.mcpClient("crm:read", "crm:write").getString("secret"));

        var result = agent.tool("create_contacts", batch("no address", "ada@example.com"));

        var data = result.getJsonObject("structuredContent").getJsonArray("data");
        assertThat(data.getJsonObject(0).getJsonObject("problem").getString("code"))
                .isEqualTo("validation_failed");
        assertThat(data.getJsonObject(1).getJsonObject("data").getString("email"))
                .isEqualTo("ada@example.com");
    }

    private static JsonObject batch(String... emails) {
        var items = new JsonArray();
        for (var email : emails) {
            items.add(new JsonObject().put("name", "Ada").put("email", email));
        }
        return new JsonObject().put("items", items);
    }
}
