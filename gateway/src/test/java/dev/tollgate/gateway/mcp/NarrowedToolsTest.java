package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that want fewer tools than their credential may call. */
class NarrowedToolsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true).module("crm", true);

    private final String token = WORKSPACE
            .mcpClient("tasks:read", "tasks:write", "crm:read", "crm:write", "usage:read")
            .getString("secret");

    @ParameterizedTest
    @CsvSource({
        "/mcp?toolsets=tasks, , , create_task, search_contacts",
        "/mcp?toolsets=tasks&toolsets=crm, , , create_task, list_usage",
        "'/mcp?toolsets=tasks,crm', , , search_contacts, get_workspace",
        "/mcp?tools=list_tasks, , , list_tasks, create_task",
        "/mcp?readonly=true, , , list_tasks, create_task",
        "/mcp, X-MCP-Toolsets, 'tasks, crm', create_task, list_usage",
        "/mcp, X-MCP-Tools, list_tasks, list_tasks, create_task",
        "/mcp, X-MCP-Readonly, true, list_tasks, delete_task",
        "/mcp?readonly=false, , , create_task, make_coffee"
    })
    void a_list_has_what_the_options_leave(String path, String header, String value, String there, String notThere) {
        assertThat(names(path, header, value)).contains(there).doesNotContain(notThere);
    }

    @Test
    void options_of_url_and_headers_all_narrow() {
        assertThat(names("/mcp?toolsets=tasks&readonly=true", "X-MCP-Tools", "list_tasks,create_task,search_contacts"))
                .containsExactly("list_tasks");
        assertThat(names("/mcp?toolsets=tasks", "X-MCP-Toolsets", "crm")).isEmpty();
    }

    @Test
    void an_option_never_widens_what_the_credential_may_call() {
        var reader = WORKSPACE.mcpClient("tasks:read").getString("secret");

        var called = call(reader, "/mcp?tools=create_task", "create_task", new JsonObject().put("title", "x"));

        assertThat(McpCaller.code(called)).isEqualTo("missing_required_scope");
        assertThat(names(reader, "/mcp?tools=create_task", null, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp?readonly=true", "/mcp?toolsets=crm", "/mcp?tools=list_tasks"})
    void a_tool_that_is_left_out_is_not_called_either(String path) {
        var called = call(token, path, "create_task", new JsonObject().put("title", "x"));

        assertThat(McpCaller.code(called)).isEqualTo("tool_not_offered");
        assertThat(called.getJsonObject("_meta")
                        .getJsonObject("dev.tollgate/problem")
                        .getString("detail"))
                .contains("create_task", "update_mcp_client");
    }

    @Test
    void resources_and_prompts_are_narrowed_too() {
        var narrowed = "/mcp?toolsets=crm";

        var read = request(token, narrowed, "resources/read", new JsonObject().put("uri", "tollgate://workspace"));
        var prompts = request(token, narrowed, "prompts/list", new JsonObject()).body();

        assertThat(read.json().getJsonObject("error").getJsonObject("data").getString("code"))
                .isEqualTo("tool_not_offered");
        assertThat(prompts).contains("follow_up_contact").doesNotContain("explain_usage");
        assertThat(request(token, narrowed, "resources/templates/list", new JsonObject())
                        .body())
                .contains("tollgate://crm/contact/{id}")
                .doesNotContain("tollgate://tasks/task/{id}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/mcp?toolset=crm | There is no query parameter \"toolset\". Did you mean toolsets?",
                "/mcp?toolsets=crn | There is no toolset \"crn\". Did you mean crm?",
                "/mcp?toolsets=, | toolsets names nothing.",
                "/mcp?tools=make_coffee | There is no tool \"make_coffee\".",
                "/mcp?readonly=yes | readonly must be true or false.",
                "/mcp?discover=1 | discover must be true or false."
            })
    void what_is_no_option_is_refused_and_leaves_nothing_open(String path, String detail) {
        var reply = request(token, path, "tools/list", new JsonObject());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("malformed_request");
        assertThat(reply.json().getString("detail")).startsWith(detail);
    }

    @Test
    void an_unknown_caller_is_told_nothing_about_options() {
        assertThat(request("tgm_junk", "/mcp?toolset=crm", "tools/list", new JsonObject())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void output_schemas_are_listed_on_request_only() {
        assertThat(tool("/mcp", null, null).containsKey("outputSchema")).isFalse();
        assertThat(tool("/mcp?output_schemas=true", null, null).getJsonObject("outputSchema"))
                .isNotNull();
        assertThat(tool("/mcp", "X-MCP-Output-Schemas", "true").getJsonObject("outputSchema"))
                .isNotNull();
    }

    @Test
    void the_same_options_work_in_the_modern_era() {
        var params = new JsonObject().put("name", "create_task").put("arguments", new JsonObject().put("title", "x"));

        var reply = GATEWAY.call(
                "POST",
                "/mcp?readonly=true",
                token,
                Modern.body("tools/call", params),
                Modern.headers("tools/call", params));

        assertThat(McpCaller.code(reply.expect(200).json().getJsonObject("result")))
                .isEqualTo("tool_not_offered");
    }

    @Test
    void settings_of_an_mcp_client_bind_lists_calls_resources_and_prompts() {
        var client = client(
                new JsonObject().put("toolsets", new JsonArray().add("crm")).put("readonly", true));
        var secret = client.getString("secret");

        var foreign = call(secret, "/mcp", "create_task", new JsonObject().put("title", "x"));
        var write = call(secret, "/mcp", "create_contact", new JsonObject().put("name", "Ada"));
        var read = request(secret, "/mcp", "resources/read", new JsonObject().put("uri", "tollgate://workspace"));
        var prompts = request(secret, "/mcp", "prompts/list", new JsonObject()).body();

        assertThat(names(secret, "/mcp", null, null))
                .contains("search_contacts")
                .doesNotContain("create_contact", "list_tasks", "get_workspace");
        assertThat(McpCaller.code(foreign)).isEqualTo("tool_not_offered");
        assertThat(McpCaller.code(write)).isEqualTo("tool_not_offered");
        assertThat(read.json().getJsonObject("error").getJsonObject("data").getString("code"))
                .isEqualTo("tool_not_offered");
        assertThat(prompts).doesNotContain("explain_usage");
    }

    @Test
    void settings_of_an_mcp_client_and_options_of_a_connection_narrow_together() {
        var secret = client(new JsonObject()
                        .put("toolsets", new JsonArray().add("crm").add("tasks")))
                .getString("secret");

        assertThat(names(secret, "/mcp?toolsets=tasks&readonly=true", null, null))
                .contains("list_tasks")
                .doesNotContain("create_task", "search_contacts");
        assertThat(names(secret, "/mcp?toolsets=workspace", null, null)).isEmpty();
        assertThat(names(secret, "/mcp?readonly=false", null, null)).contains("create_task");
    }

    @Test
    void discovery_by_the_settings_of_an_mcp_client_reaches_only_what_they_leave() {
        var secret = client(new JsonObject().put("discover", true).put("readonly", true))
                .getString("secret");
        var arguments =
                new JsonObject().put("name", "create_task").put("arguments", new JsonObject().put("title", "x"));

        var called = call(secret, "/mcp", "call_tool", arguments);

        assertThat(names(secret, "/mcp", null, null))
                .containsExactlyInAnyOrder("search_tools", "describe_tools", "call_tool");
        assertThat(McpCaller.code(called)).isEqualTo("tool_not_offered");
    }

    @Test
    void settings_of_an_mcp_client_change_soon_and_null_offers_all_toolsets_again() {
        var client = client(new JsonObject().put("toolsets", new JsonArray().add("crm")));
        var secret = client.getString("secret");
        assertThat(names(secret, "/mcp", null, null)).doesNotContain("list_tasks");

        var changed = GATEWAY.operator(
                        "PATCH",
                        WORKSPACE.control("/mcp-clients/" + client.getString("id")),
                        new JsonObject().putNull("toolsets").put("readonly", true))
                .expect(200)
                .data();

        assertThat(changed.containsKey("toolsets")).isFalse();
        assertThat(changed.getBoolean("readonly")).isTrue();
        Eventually.within(
                Eventually.NOTICED,
                () -> assertThat(names(secret, "/mcp", null, null))
                        .contains("list_tasks")
                        .doesNotContain("create_task"));
    }

    @Test
    void a_toolset_that_does_not_exist_is_refused_and_an_api_key_has_none() {
        var body = new JsonObject().put("name", "x").put("scopes", new JsonArray().add("crm:read"));

        var unknown = GATEWAY.operator(
                "POST", WORKSPACE.control("/mcp-clients"), body.copy().put("toolsets", new JsonArray().add("crn")));
        var key = GATEWAY.operator(
                "POST", WORKSPACE.control("/api-keys"), body.copy().put("readonly", true));

        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body()).contains("toolsets[0]", "unknown toolset; available: activity");
        assertThat(key.status()).isEqualTo(422);
        assertThat(key.body()).contains("readonly");
    }

    private static JsonObject client(JsonObject settings) {
        var body = new JsonObject()
                .put("name", "narrowed")
                .put(
                        "scopes",
                        new JsonArray(List.of("tasks:read", "tasks:write", "crm:read", "crm:write", "usage:read")))
                .mergeIn(settings);
        return GATEWAY.patiently("POST", WORKSPACE.control("/mcp-clients"), body)
                .expect(201)
                .data();
    }

    private JsonObject tool(String path, String header, String value) {
        return list(token, path, header, value).getJsonObject(0);
    }

    private List<String> names(String path, String header, String value) {
        return names(token, path, header, value);
    }

    private static List<String> names(String token, String path, String header, String value) {
        return list(token, path, header, value).stream()
                .map(tool -> ((JsonObject) tool).getString("name"))
                .toList();
    }

    private static JsonArray list(String token, String path, String header, String value) {
        var headers = header == null ? new String[0] : new String[] {header, value};
        return request(token, path, "tools/list", new JsonObject(), headers)
                .expect(200)
                .json()
                .getJsonObject("result")
                .getJsonArray("tools");
    }

    private static JsonObject call(String token, String path, String name, JsonObject arguments) {
        var params = new JsonObject().put("name", name).put("arguments", arguments);
        return request(token, path, "tools/call", params).expect(200).json().getJsonObject("result");
    }

    private static Reply request(String token, String path, String method, JsonObject params, String... headers) {
        var message = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", method)
                .put("params", params);
        return new McpCaller(GATEWAY, token).post(path, message.encode(), headers);
    }
}
