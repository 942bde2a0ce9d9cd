package dev.tollgate.gateway.mcp.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Records as resources, on a whole gateway: the same gates, price and audit as the operation that gets them. */
class ResourcesOverMcpTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true).module("crm", true);
    private static final String KEY =
            WORKSPACE.apiKey("tasks:read", "tasks:write").getString("secret");

    private final McpCaller client = client("tasks:read", "audit:read", "usage:read");

    private static McpCaller client(String... scopes) {
        return new McpCaller(GATEWAY, WORKSPACE.mcpClient(scopes).getString("secret"));
    }

    private static JsonObject task(String key) {
        return GATEWAY.call("POST", "/v1/tasks", key, new JsonObject().put("title", "Call \"Ada\""))
                .expect(201)
                .data();
    }

    @Test
    void reading_a_record_gives_what_rest_gives() {
        var id = task(KEY).getString("id");

        var result = read(client, "tollgate://tasks/task/" + id).getJsonObject("result");

        var content = result.getJsonArray("contents").getJsonObject(0);
        assertThat(content.getString("uri")).isEqualTo("tollgate://tasks/task/" + id);
        assertThat(content.getString("mimeType")).isEqualTo("application/json");
        assertThat(new JsonObject(content.getString("text")))
                .isEqualTo(GATEWAY.call("GET", "/v1/tasks/" + id, KEY, null)
                        .expect(200)
                        .data());
    }

    @Test
    void reading_is_charged_and_audited_as_the_operation() {
        var uri = "tollgate://tasks/task/" + task(KEY).getString("id");

        var meta = read(client, uri).getJsonObject("result").getJsonObject("_meta");

        assertThat(meta.getLong("dev.tollgate/charge_micros")).isEqualTo(150);
        assertThat(meta.getLong("dev.tollgate/balance_micros")).isPositive();
        Eventually.within(Duration.ofSeconds(10), () -> {
            var request =
                    client.tool("get_request", new JsonObject().put("id", meta.getString("dev.tollgate/request_id")));
            assertThat(request.encode()).contains("task.get", "\"charge_micros\":150");
        });
    }

    @Test
    void the_workspace_is_there_for_every_credential() {
        var result = read(client("usage:read"), "tollgate://workspace").getJsonObject("result");

        assertThat(new JsonObject(
                                result.getJsonArray("contents").getJsonObject(0).getString("text"))
                        .getString("id"))
                .isEqualTo(WORKSPACE.workspace());
    }

    @Test
    void what_is_not_there_and_what_is_another_workspaces_look_the_same() {
        var other = GATEWAY.workspace(WORKSPACE.tenant()).module("tasks", true);
        var foreign = task(other.apiKey("tasks:write").getString("secret")).getString("id");

        for (var uri : new String[] {
            "tollgate://tasks/task/" + foreign,
            "tollgate://tasks/task/tsk_01m8afqfxperet0m4s2pngpy3a",
            "tollgate://tasks/task/junk",
            "tollgate://coffee/cup/1"
        }) {
            var error = read(client, uri).getJsonObject("error");
            assertThat(error.getInteger("code")).as(uri).isEqualTo(-32002);
            assertThat(error.getString("message")).isEqualTo("Resource not found.");
            assertThat(error.getJsonObject("data").getString("uri")).isEqualTo(uri);
        }
    }

    @Test
    void a_scope_that_is_missing_is_an_error_with_the_problem() {
        var error = read(client("tasks:write"), "tollgate://tasks/task/tsk_1").getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(CatalogueResources.REFUSED);
        assertThat(error.getJsonObject("data").getString("code")).isEqualTo("missing_required_scope");
        assertThat(error.getJsonObject("data").getString("required_scope")).isEqualTo("tasks:read");
    }

    @Test
    void lists_hold_what_the_caller_may_read() {
        var fixed = list("resources/list", "resources");
        var templates = list("resources/templates/list", "resourceTemplates");

        assertThat(fixed).contains("tollgate://workspace");
        assertThat(templates)
                .contains("tollgate://tasks/task/{id}", "tollgate://workspace/request/{id}", RecordResources.ANY)
                .doesNotContain("tollgate://crm/contact/{id}");
    }

    @Test
    void completion_knows_modules_and_kinds_and_no_ids() {
        assertThat(complete("module", "t", new JsonObject())).isEqualTo("[\"tasks\"]");
        assertThat(complete("record", "", new JsonObject().put("module", "tasks")))
                .isEqualTo("[\"task\"]");
        assertThat(complete("id", "", new JsonObject())).isEqualTo("[]");
    }

    private String complete(String variable, String typed, JsonObject known) {
        var params = new JsonObject()
                .put("ref", new JsonObject().put("type", "ref/resource").put("uri", RecordResources.ANY))
                .put("argument", new JsonObject().put("name", variable).put("value", typed))
                .put("context", new JsonObject().put("arguments", known));
        return client.request("completion/complete", params)
                .expect(200)
                .json()
                .getJsonObject("result")
                .getJsonObject("completion")
                .getJsonArray("values")
                .encode();
    }

    private String list(String method, String field) {
        return client.request(method, null)
                .expect(200)
                .json()
                .getJsonObject("result")
                .getJsonArray(field)
                .encode();
    }

    private static JsonObject read(McpCaller client, String uri) {
        return client.request("resources/read", new JsonObject().put("uri", uri))
                .expect(200)
                .json();
    }
}
