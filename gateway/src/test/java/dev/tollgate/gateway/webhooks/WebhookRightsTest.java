package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the app plane a webhook is a way to read: who may not read a module is not sent its events. */
class WebhookRightsTest {

    private final Doors doors = Doors.open();
    private final String blind = doors.workspace.apiKey("integrations:write").getString("secret");

    private static JsonObject wanted(String... types) {
        return Doors.wanted().put("event_types", new JsonArray(List.of(types)));
    }

    private Reply by(String key, String method, String path, Object body) {
        return Doors.GATEWAY.call(method, "/v1" + path, key, body);
    }

    private static void needs(String scope, Reply refused) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("missing_required_scope");
        assertThat(refused.json().getString("required_scope")).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "contact.*, crm:read",
        "crm.*, crm:read",
        "contact.created, crm:read",
        "task.*, tasks:read",
        "billing.*, usage:read",
        "billing.exhausted, usage:read",
        "webhook.*, integrations:read",
        "integrations.*, integrations:read",
        "top_up.created, usage:read"
    })
    void a_key_that_may_not_read_a_module_makes_no_webhook_of_its_events(String pattern, String scope) {
        needs(scope, by(blind, "POST", "/webhooks", wanted(pattern)));
        assertThat(Doors.ids(doors.app("GET", "/webhooks", null))).isEmpty();
    }

    @Test
    void every_event_type_needs_the_scope_it_says_and_a_key_that_holds_it_is_enough() {
        doors.workspace
                .module("crm", true)
                .module("activity", true)
                .module("support", true)
                .module("cms", true)
                .module("analytics", true)
                .module("assets", true)
                .module("bi", true);
        var types = types();

        assertThat(types).isNotEmpty().allSatisfy(type -> {
            var name = type.getString("type");
            needs(type.getString("scope"), by(blind, "POST", "/webhooks", wanted(name)));
        });
        assertThat(types.stream().map(type -> type.getString("scope")).distinct())
                .contains("crm:read", "tasks:read", "activity:read", "usage:read", "integrations:read")
                .allSatisfy(scope -> {
                    var mine = types.stream()
                            .filter(type -> type.getString("scope").equals(scope))
                            .map(type -> type.getString("type"))
                            .limit(64)
                            .toArray(String[]::new);
                    var key =
                            doors.workspace.apiKey("integrations:write", scope).getString("secret");
                    by(key, "POST", "/webhooks", wanted(mine)).expect(201);
                });
    }

    private List<JsonObject> types() {
        var all = new ArrayList<JsonObject>();
        var next = "";
        while (next != null) {
            var page = Doors.GATEWAY
                    .operator("GET", "/control/v1/event-types?limit=100" + next, null)
                    .expect(200);
            page.list().forEach(type -> all.add((JsonObject) type));
            var cursor = page.json().getString("next_cursor");
            next = cursor == null ? null : "&cursor=" + cursor;
        }
        return all;
    }

    @Test
    void a_pattern_of_several_modules_needs_all_of_them() {
        var key = doors.workspace.apiKey("integrations:write", "tasks:read").getString("secret");

        needs("usage:read", by(key, "POST", "/webhooks", wanted("task.created", "billing.*")));
        by(key, "POST", "/webhooks", wanted("task.*", "task.created")).expect(201);
    }

    @Test
    void an_agent_is_refused_as_a_key_is() {
        var agent = new McpCaller(
                Doors.GATEWAY, doors.workspace.mcpClient("integrations:write").getString("secret"));

        var refused = agent.tool("create_webhook", wanted("crm.*"));

        assertThat(McpCaller.code(refused)).isEqualTo("missing_required_scope");
        assertThat(refused.encode()).contains("crm:read");
    }

    @Test
    void who_may_not_read_what_a_webhook_covers_does_not_change_it_but_may_stop_it() {
        var webhook = doors.webhook();
        var path = doors.path(webhook);

        needs("tasks:read", by(blind, "PATCH", path, JsonObject.of("url", "https://evil.example.com/")));
        needs("tasks:read", by(blind, "PATCH", path, JsonObject.of("event_types", JsonArray.of("task.updated"))));
        needs("tasks:read", by(blind, "POST", path + "/rotate-secret", new JsonObject()));
        needs("tasks:read", by(blind, "POST", path + "/test", JsonObject.of("event_type", "task.created")));
        by(blind, "POST", path + "/pause", null).expect(200);
        needs("tasks:read", by(blind, "POST", path + "/resume", null));
        by(blind, "POST", path + "/archive", null).expect(200);
    }

    @Test
    void who_may_not_read_an_event_neither_retries_its_delivery_nor_replays_it() {
        var webhook = doors.webhook();
        var sent = doors.app("POST", doors.path(webhook) + "/test", JsonObject.of("event_type", "task.created"))
                .expect(200)
                .data();
        Rows.settle(sent.getString("id"), "failed", "attempts");
        var retry = "/webhook-deliveries/" + sent.getString("id") + "/retry";
        var replay = JsonObject.of("webhook_id", webhook.getString("id"));

        needs("tasks:read", by(blind, "POST", retry, null));
        needs("tasks:read", by(blind, "POST", "/webhook-replays", replay));
        needs("tasks:read", by(blind, "POST", "/webhook-replays?dry_run=true", replay));
        doors.app("POST", retry, null).expect(200);
        doors.app("POST", "/webhook-replays", replay).expect(202);
    }

    @Test
    void the_holder_is_who_made_a_webhook_or_changed_or_resumed_it_last() {
        var key = doors.workspace.apiKey("integrations:write", "integrations:read", "tasks:read");
        var made = by(key.getString("secret"), "POST", "/webhooks", wanted("task.*"))
                .expect(201)
                .data();
        var path = doors.path(made);

        var unchanged = doors.control("PATCH", path, JsonObject.of("name", "Orders"))
                .expect(200)
                .data();
        var changed = doors.control("PATCH", path, JsonObject.of("name", "Others"))
                .expect(200)
                .data();
        by(key.getString("secret"), "POST", path + "/pause", null).expect(200);
        var paused = doors.control("GET", path, null).expect(200).data();
        var resumed = by(key.getString("secret"), "POST", path + "/resume", null)
                .expect(200)
                .data();

        assertThat(holder(made)).isEqualTo("api_key " + key.getString("id"));
        assertThat(holder(unchanged)).isEqualTo("api_key " + key.getString("id"));
        assertThat(holder(changed)).isEqualTo("operator tester");
        assertThat(holder(paused)).isEqualTo("operator tester");
        assertThat(holder(resumed)).isEqualTo("api_key " + key.getString("id"));
    }

    @Test
    void a_webhook_from_before_is_the_workspaces() {
        var made = doors.webhook();
        Rows.run(
                "UPDATE webhooks.endpoint SET holder_kind = DEFAULT, holder_id = NULL WHERE id = ?",
                Rows.uuid("wh", made.getString("id")));

        var shown = doors.control("GET", doors.path(made), null).expect(200).data();

        assertThat(holder(shown)).isEqualTo("workspace null");
    }

    @Test
    void the_dispatcher_is_told_the_role_and_the_grant_of_an_agents_member_and_nothing_of_a_stranger() {
        var member = doors.control("POST", "/members", JsonObject.of("subject", "user_ada", "role", "admin"))
                .expect(201)
                .data()
                .getString("id");
        doors.control("POST", "/mcp-grants", JsonObject.of("subject", "user_ada", "scopes", JsonArray.of("tasks:read")))
                .expect(201);
        var stranger = Doors.open();

        assertThat(facts(doors, member)).isEqualTo("admin tasks:read");
        assertThat(facts(stranger, member)).isEmpty();
    }

    private static String facts(Doors doors, String member) {
        return Rows.one(
                "SELECT role || ' ' || array_to_string(granted, ',') FROM control.holder_facts(ARRAY[?]::uuid[],"
                        + " ARRAY['oauth_agent'], ARRAY[?]::uuid[])",
                Rows.uuid("wrk", doors.workspace.workspace()),
                Rows.uuid("mem", member));
    }

    private static String holder(JsonObject webhook) {
        return webhook.getString("holder_kind") + " " + webhook.getString("holder_id");
    }
}
