package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three tools in place of a list: what they show, and that a call through them is the operation itself. */
class DiscoveryTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true).module("crm", true);
    private static final String DISCOVER = "/mcp?discover=true";

    private final McpCaller client = client("tasks:read", "tasks:write", "audit:read", "usage:read");

    private static McpCaller client(String... scopes) {
        return new McpCaller(GATEWAY, WORKSPACE.mcpClient(scopes).getString("secret"));
    }

    @Test
    void a_list_has_the_three_tools_and_no_other() {
        var tools = request(client, DISCOVER, "tools/list", new JsonObject()).getJsonArray("tools");

        assertThat(tools.stream().map(tool -> ((JsonObject) tool).getString("name")))
                .containsExactly("search_tools", "describe_tools", "call_tool");
    }

    @Test
    void a_search_shows_what_the_caller_may_call_with_its_arguments() {
        var found = data(call("search_tools", new JsonObject().put("query", "create a task")));

        var first = found.getJsonObject(0);
        assertThat(first.getString("name")).isEqualTo("create_task");
        assertThat(first.getString("arguments")).startsWith("title*, description, due_at");
        assertThat(found.encode()).doesNotContain("_contact\"", "_contacts\"");
    }

    @Test
    void a_description_is_the_tool_as_it_is_listed() {
        var listed = request(client, "/mcp", "tools/list", new JsonObject()).getJsonArray("tools").stream()
                .map(JsonObject.class::cast)
                .filter(tool -> tool.getString("name").equals("create_task"))
                .findFirst()
                .orElseThrow();

        var described = data(call("describe_tools", new JsonObject().put("names", List.of("create_task"))));

        assertThat(described.getJsonObject(0)).isEqualTo(listed);
    }

    @Test
    void a_tool_the_caller_may_not_call_is_described_as_one_that_is_not_there() {
        var named = List.of("create_contact", "make_contact");

        var described = data(call("describe_tools", new JsonObject().put("names", named)));

        for (int at = 0; at < named.size(); at++) {
            assertThat(described.getJsonObject(at).getString("problem"))
                    .startsWith("There is no tool \"" + named.get(at) + "\".")
                    .doesNotContain("_contacts")
                    .doesNotContain("get_contact");
        }
    }

    /** Each suggestion costs a search. */
    @Test
    void only_the_first_two_unknown_names_of_a_call_get_suggestions() {
        var unknown = List.of("creat_task", "creat_task", "creat_task");

        var described = data(call("describe_tools", new JsonObject().put("names", unknown)));

        assertThat(described.stream()
                        .map(tool -> ((JsonObject) tool).getString("problem").contains("create_task")))
                .containsExactly(true, true, false);
    }

    @Test
    void searching_and_describing_are_free() {
        var found = call("search_tools", new JsonObject().put("query", "task"));
        var described = call("describe_tools", new JsonObject().put("names", List.of("list_tasks")));

        for (var result : List.of(found, described)) {
            assertThat(result.getJsonObject("_meta").fieldNames()).containsExactly("dev.tollgate/request_id");
        }
    }

    @Test
    void a_call_through_call_tool_has_the_price_the_audit_name_and_the_answer_of_the_operation() {
        var result = inner("create_task", new JsonObject().put("title", "Call Ada"));

        assertThat(McpCaller.code(result)).isEmpty();
        assertThat(result.getJsonObject("structuredContent")
                        .getJsonObject("data")
                        .getString("title"))
                .isEqualTo("Call Ada");
        var meta = result.getJsonObject("_meta");
        assertThat(meta.getLong("dev.tollgate/charge_micros")).isEqualTo(150);
        Eventually.within(Duration.ofSeconds(10), () -> {
            var request =
                    client.tool("get_request", new JsonObject().put("id", meta.getString("dev.tollgate/request_id")));
            assertThat(request.encode())
                    .contains("task.create", "\"create_task\"", "\"charge_micros\":150")
                    .doesNotContain("call_tool");
        });
    }

    @Test
    void a_key_is_that_of_the_operation_by_either_way() {
        var arguments = new JsonObject()
                .put("title", "Once")
                .put("idempotency_key", UUID.randomUUID().toString());

        var first = client.tool("create_task", arguments);
        var second = inner("create_task", arguments);

        assertThat(second.getJsonObject("structuredContent").getJsonObject("data"))
                .isEqualTo(first.getJsonObject("structuredContent").getJsonObject("data"));
        assertThat(second.getJsonObject("_meta").getBoolean("dev.tollgate/idempotency_replayed"))
                .isTrue();
    }

    @Test
    void a_dry_run_changes_nothing() {
        var title = UUID.randomUUID().toString();

        var result = inner("create_task", new JsonObject().put("title", title).put("dry_run", true));

        assertThat(McpCaller.code(result)).isEmpty();
        assertThat(client.tool("list_tasks", new JsonObject().put("query", title))
                        .getJsonObject("structuredContent")
                        .getJsonArray("data"))
                .isEmpty();
    }

    @Test
    void every_gate_of_the_operation_holds() {
        assertThat(McpCaller.code(inner("create_contact", new JsonObject().put("name", "Ada"))))
                .isEqualTo("missing_required_scope");
        assertThat(McpCaller.code(inner("create_task", new JsonObject().put("titel", "x"))))
                .isEqualTo("validation_failed");

        var dark = GATEWAY.tenant("team").module("tasks", true);
        var caller = new McpCaller(GATEWAY, dark.mcpClient("tasks:write").getString("secret"));
        dark.module("tasks", false);
        assertThat(McpCaller.code(inner(caller, DISCOVER, "create_task", new JsonObject().put("title", "x"))))
                .isEqualTo("module_not_enabled");
    }

    @ParameterizedTest
    @CsvSource({"&readonly=true", "&toolsets=crm", "&tools=list_tasks"})
    void narrowing_binds_search_and_call(String options) {
        var path = DISCOVER + options;

        var called = inner(client, path, "create_task", new JsonObject().put("title", "x"));
        var found = call(client, path, "search_tools", new JsonObject().put("query", "create task"));

        assertThat(McpCaller.code(called)).isEqualTo("tool_not_offered");
        assertThat(found.encode()).doesNotContain("create_task");
    }

    @ParameterizedTest
    @CsvSource({"make_task, create_task", "search_tools, ''", "call_tool, ''", "get_contact_of_nobody, ''"})
    void a_name_that_is_no_tool_is_answered_with_the_nearest_that_may_be_called(String name, String nearest) {
        var result = inner(name, new JsonObject());

        assertThat(McpCaller.code(result)).isEqualTo("validation_failed");
        assertThat(result.encode()).contains(nearest).doesNotContain("get_contact,", "create_contact");
    }

    @Test
    void a_wrong_tool_of_a_list_is_answered_with_the_nearest_that_may_be_called() {
        var error = client.request("tools/call", new JsonObject().put("name", "creat_task"))
                .expect(200)
                .json()
                .getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(-32602);
        assertThat(error.getString("message")).contains("create_task").doesNotContain("contact");
    }

    @Test
    void arguments_of_the_three_are_checked() {
        assertThat(McpCaller.code(call("search_tools", new JsonObject()))).isEqualTo("validation_failed");
        assertThat(McpCaller.code(call("describe_tools", new JsonObject().put("names", "create_task"))))
                .isEqualTo("validation_failed");
        assertThat(McpCaller.code(call("call_tool", new JsonObject().put("tool", "create_task"))))
                .isEqualTo("validation_failed");
    }

    @Test
    void without_discovery_the_three_are_no_tools() {
        var error = client.request("tools/call", new JsonObject().put("name", "call_tool"))
                .expect(200)
                .json()
                .getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(-32602);
    }

    private static JsonArray data(JsonObject result) {
        assertThat(McpCaller.code(result)).isEmpty();
        var envelope = result.getJsonObject("structuredContent");
        assertThat(new JsonObject(
                        result.getJsonArray("content").getJsonObject(0).getString("text")))
                .isEqualTo(envelope);
        return envelope.getJsonArray("data");
    }

    private JsonObject inner(String name, JsonObject arguments) {
        return inner(client, DISCOVER, name, arguments);
    }

    private static JsonObject inner(McpCaller caller, String path, String name, JsonObject arguments) {
        return call(
                caller, path, "call_tool", new JsonObject().put("name", name).put("arguments", arguments));
    }

    private JsonObject call(String tool, JsonObject arguments) {
        return call(client, DISCOVER, tool, arguments);
    }

    private static JsonObject call(McpCaller caller, String path, String tool, JsonObject arguments) {
        return request(
                caller, path, "tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
    }

    private static JsonObject request(McpCaller caller, String path, String method, JsonObject params) {
        var message = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .put("params", params);
        return caller.post(path, message.encode()).expect(200).json().getJsonObject("result");
    }
}
