package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a name that stands for no record costs and tells. */
class WrongNamesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final String[] SCOPES = {"crm:read", "crm:write", "tasks:read", "tasks:write"};

    private final GatewayFixture.Prepared workspace =
            GATEWAY.tenant("team").module("crm", true).module("tasks", true).module("bi", true);
    private final McpCaller agent =
            new McpCaller(GATEWAY, workspace.mcpClient(SCOPES).getString("secret"));

    @Test
    void a_few_names_are_listed_and_many_are_not() {
        contacts(0, 10);
        var few = fault(agent.tool("create_task", call("Nobody at all")));
        contacts(10, 11);
        var many = fault(agent.tool("create_task", call("Nobody at all")));

        assertThat(few).contains("Names: Person");
        assertThat(many).isEqualTo("must be an ID, or the name of one contact.");
    }

    @Test
    void the_nearest_name_is_told_in_any_case() {
        contacts(0, 20);

        assertThat(fault(agent.tool("create_task", call("pERSON NUMBER 13"))))
                .contains("did you mean Person number 13?");
    }

    /** Each takes comparisons with every name there is, on the event loop, free of charge. */
    @Test
    void only_two_wrong_names_of_a_call_are_compared_with_those_there_are() {
        contacts(0, 2);
        var items = new JsonArray();
        IntStream.range(0, 100).forEach(n -> items.add(call("Persn number " + n)));

        var answered = agent.tool("create_tasks", new JsonObject().put("items", items));

        assertThat(answered.getJsonObject("structuredContent").getJsonArray("data"))
                .hasSize(100)
                .filteredOn(item -> item.toString().contains("did you mean"))
                .hasSize(2);
    }

    @Test
    void a_connection_without_the_toolset_of_a_record_knows_no_names_of_it() {
        contacts(0, 1);
        var task = agent.tool("create_task", call("Person number 0"))
                .getJsonObject("structuredContent")
                .getJsonObject("data");

        var read = tasksOnly("get_task", new JsonObject().put("id", task.getString("id")));
        var refused = tasksOnly("create_task", call("Person number 0"));

        assertThat(task.getJsonObject("contact").getString("name")).isEqualTo("Person number 0");
        assertThat(read.getJsonObject("structuredContent")
                        .getJsonObject("data")
                        .getJsonObject("contact")
                        .fieldNames())
                .containsExactly("id");
        assertThat(fault(refused)).contains("among the toolsets");
    }

    @Test
    void names_of_datasets_are_told_to_those_who_may_read_what_these_are_made_of() {
        var all = agent("bi:read", "bi:write", "crm:read");
        var withoutDeals = agent("bi:read", "bi:write");
        var query = new JsonObject()
                .put("source", new JsonObject().put("record", "crm.deal"))
                .put("measures", new JsonArray().add(new JsonObject().put("op", "count")));
        var made = all.tool(
                "create_dataset", new JsonObject().put("name", "Lost deals").put("query", query));
        assertThat(McpCaller.code(made)).isEmpty();

        var told = fault(all.tool("create_schedule", daily("Lost")));
        var untold = fault(withoutDeals.tool("create_schedule", daily("Lost")));

        assertThat(told).contains("Lost deals");
        assertThat(untold).contains("must be an ID").doesNotContain("Lost deals");
        assertThat(fault(withoutDeals.tool("create_schedule", daily("Lost deals"))))
                .isEqualTo(untold);
        assertThat(McpCaller.code(all.tool("create_schedule", daily("Lost deals"))))
                .isEmpty();
    }

    private McpCaller agent(String... scopes) {
        return new McpCaller(GATEWAY, workspace.mcpClient(scopes).getString("secret"));
    }

    private static JsonObject daily(String dataset) {
        return new JsonObject().put("dataset", dataset).put("cron", "0 6 * * *");
    }

    private JsonObject tasksOnly(String tool, JsonObject arguments) {
        var params = new JsonObject().put("name", tool).put("arguments", arguments);
        return agent.request("tools/call", params, "X-MCP-Toolsets", "tasks")
                .expect(200)
                .json()
                .getJsonObject("result");
    }

    private void contacts(int from, int to) {
        var items = new JsonArray();
        IntStream.range(from, to).forEach(n -> items.add(new JsonObject().put("name", "Person number " + n)));
        var made = agent.tool("create_contacts", new JsonObject().put("items", items));
        assertThat(McpCaller.code(made)).isEmpty();
    }

    private static JsonObject call(String contact) {
        return new JsonObject().put("title", "Call").put("contact", contact);
    }

    private static String fault(JsonObject result) {
        assertThat(McpCaller.code(result)).isEqualTo("validation_failed");
        return result.getJsonObject("_meta")
                .getJsonObject("dev.tollgate/problem")
                .getJsonArray("field_errors")
                .getJsonObject(0)
                .getString("message");
    }
}
