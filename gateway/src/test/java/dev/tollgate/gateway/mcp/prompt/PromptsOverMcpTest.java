package dev.tollgate.gateway.mcp.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workflows as prompts of a whole gateway. */
class PromptsOverMcpTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("crm", true).module("support", true).module("cms", true);

    private static McpCaller client(String... scopes) {
        return new McpCaller(GATEWAY, WORKSPACE.mcpClient(scopes).getString("secret"));
    }

    @Test
    void a_prompt_is_listed_for_who_may_call_its_tools() {
        assertThat(names(client("crm:read", "usage:read")))
                .containsExactly("explain_usage", "follow_up_contact", "follow_up_lead", "prepare_workspace_summary");
        assertThat(names(client("usage:read"))).containsExactly("explain_usage", "prepare_workspace_summary");
        assertThat(names(client("crm:write"))).containsExactly("prepare_workspace_summary");
        assertThat(names(client("support:read"))).containsExactly("prepare_workspace_summary", "triage_ticket");
        assertThat(names(client("cms:read"))).containsExactly("prepare_workspace_summary");
        assertThat(names(client("cms:read", "cms:write"))).containsExactly("draft_entry", "prepare_workspace_summary");
    }

    @Test
    void getting_a_prompt_is_free_and_gives_a_message() {
        var params = new JsonObject()
                .put("name", "follow_up_contact")
                .put("arguments", new JsonObject().put("contact", "Ada"));

        var reply = client("crm:read").request("prompts/get", params).expect(200);

        assertThat(reply.header("Tollgate-Charge-Micros")).isEmpty();
        var message =
                reply.json().getJsonObject("result").getJsonArray("messages").getJsonObject(0);
        assertThat(message.getString("role")).isEqualTo("user");
        assertThat(message.getJsonObject("content").getString("text"))
                .startsWith("Follow up this contact: Ada")
                .contains("search_contacts")
                .doesNotContain("create_task");
    }

    @Test
    void what_is_wrong_is_a_protocol_error_that_says_why() {
        var client = client("usage:read");

        assertThat(fault(get(client, "follow_up_contact", new JsonObject()))).contains("search_contacts");
        assertThat(fault(get(client, "make_coffee", new JsonObject()))).contains("Unknown prompt");
        assertThat(fault(get(client, "explain_usage", new JsonObject().put("group_by", "moon"))))
                .contains("group_by is one of");
        assertThat(fault(get(client, "explain_usage", new JsonObject().put("group_by", 1))))
                .contains("object of texts");
    }

    @Test
    void completion_knows_the_values_of_an_argument() {
        var params = new JsonObject()
                .put("ref", new JsonObject().put("type", "ref/prompt").put("name", "explain_usage"))
                .put("argument", new JsonObject().put("name", "group_by").put("value", "D"));

        var completion = client("usage:read")
                .request("completion/complete", params)
                .expect(200)
                .json()
                .getJsonObject("result")
                .getJsonObject("completion");

        assertThat(completion.getJsonArray("values")).containsExactly("day", "dimension");
        assertThat(completion.getInteger("total")).isEqualTo(2);
        assertThat(completion.getBoolean("hasMore")).isFalse();
    }

    private static List<String> names(McpCaller client) {
        var names = new ArrayList<String>();
        client.request("prompts/list", null)
                .expect(200)
                .json()
                .getJsonObject("result")
                .getJsonArray("prompts")
                .forEach(prompt -> names.add(((JsonObject) prompt).getString("name")));
        return names;
    }

    private static JsonObject get(McpCaller client, String name, JsonObject arguments) {
        return client.request("prompts/get", new JsonObject().put("name", name).put("arguments", arguments))
                .expect(200)
                .json();
    }

    private static String fault(JsonObject answer) {
        assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32602);
        return answer.getJsonObject("error").getString("message");
    }
}
