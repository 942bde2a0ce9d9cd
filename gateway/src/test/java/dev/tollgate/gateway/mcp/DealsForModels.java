package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;

/** A workspace with a deal and what it refers to, and an agent that calls tools in it. */
abstract class DealsForModels {

    static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final String[] ALL = {
        "crm:read", "crm:write", "tasks:read", "tasks:write", "activity:read", "activity:write"
    };

    final GatewayFixture.Prepared workspace =
            GATEWAY.tenant("team").module("crm", true).module("tasks", true).module("activity", true);
    final String key = workspace.apiKey(ALL).getString("secret");
    final McpCaller agent = agent(ALL);
    String open;
    String won;
    String company;
    String contact;
    String deal;

    @BeforeEach
    void records() {
        open = made("deal-stages", new JsonObject().put("name", "Qualified").put("position", 1));
        won = made(
                "deal-stages",
                new JsonObject().put("name", "Won").put("position", 2).put("outcome", "won"));
        company = made("companies", new JsonObject().put("name", "Analytical Engines"));
        contact = made("contacts", new JsonObject().put("name", "Ada").put("company_id", company));
        deal = made(
                "deals",
                new JsonObject()
                        .put("title", "Licence")
                        .put("stage_id", open)
                        .put("contact_id", contact)
                        .put("company_id", company));
    }

    McpCaller agent(String... scopes) {
        return new McpCaller(GATEWAY, workspace.mcpClient(scopes).getString("secret"));
    }

    String made(String path, JsonObject body) {
        return GATEWAY.call("POST", "/v1/" + path, key, body).expect(201).data().getString("id");
    }

    static JsonObject id(String id) {
        return new JsonObject().put("id", id);
    }

    static JsonObject named(String id, String name) {
        return id(id).put("name", name);
    }

    JsonObject structured(String tool, JsonObject arguments) {
        var result = agent.tool(tool, arguments);
        assertThat(McpCaller.code(result)).as(result.encode()).isEmpty();
        var structured = result.getJsonObject("structuredContent");
        assertThat(new JsonObject(
                        result.getJsonArray("content").getJsonObject(0).getString("text")))
                .isEqualTo(structured);
        return structured;
    }

    JsonObject done(String tool, JsonObject arguments) {
        return structured(tool, arguments).getJsonObject("data");
    }

    static JsonObject data(JsonObject result) {
        return result.getJsonObject("structuredContent").getJsonObject("data");
    }

    /** What is said of a field. */
    static String fault(JsonObject result, String field) {
        assertThat(McpCaller.code(result)).isEqualTo("validation_failed");
        var faults = result.getJsonObject("_meta")
                .getJsonObject("dev.tollgate/problem")
                .getJsonArray("field_errors");
        return faults.stream()
                .map(JsonObject.class::cast)
                .filter(fault -> fault.getString("field").equals(field))
                .map(fault -> fault.getString("message"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(faults.encode()));
    }
}
