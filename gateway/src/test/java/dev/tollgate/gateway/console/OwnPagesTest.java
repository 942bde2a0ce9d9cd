package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.People;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages that show more than the record or the list of their operation. */
class OwnPagesTest extends OnWorkspacePages {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private String page(String path) {
        return browser.get(path).expect(200).body();
    }

    private JsonObject create(String path, JsonObject body) {
        return GATEWAY.patiently("POST", acme.control(path), body).expect(201).data();
    }

    @Test
    void keys_show_use_end_and_budget_and_one_that_is_used_is_not_revoked_unawares() {
        var soon = Instant.now().plus(Duration.ofDays(3)).toString();
        var key = create(
                "/api-keys",
                new JsonObject()
                        .put("name", "sync")
                        .put("scopes", new JsonArray().add("usage:read"))
                        .put("expires_at", soon)
                        .put("budget", new JsonObject().put("micros", 5_000_000).put("per", "month")));
        var id = key.getString("id");

        var list = page(workspace + "/api-keys");
        var record = page(workspace + "/api-keys/" + id);
        var unused = page(workspace + "/api-keys/" + id + "/revoke");
        GATEWAY.call("GET", "/v1/workspace", key.getString("secret"), null).expect(200);

        assertThat(list).contains("Last used", "never", "expires in 2 days", "$5.00 of $5.00 left this month");
        assertThat(record).contains("<h2>Use</h2>", "Spent $0.00 of the budget of $5.00 this month.");
        assertThat(unused).contains("It is the credential sync.", "It was never used.");
        Eventually.within(
                PATIENCE,
                () -> assertThat(page(workspace + "/api-keys/" + id + "/revoke"))
                        .contains("It is in use: the last call was"));
    }

    @Test
    void charges_of_a_key_are_shown_however_many_other_credentials_have_usage() {
        var id = acme.apiKey("usage:read").getString("id");
        try {
            freeUsage(id, 100);

            assertThat(page(workspace + "/api-keys")).contains("$0.00").doesNotContain("Incomplete");
        } finally {
            forgetUsage();
        }
    }

    @Test
    void charges_that_are_too_many_to_be_read_are_said_to_be_missing() {
        var id = acme.apiKey("usage:read").getString("id");
        try {
            freeUsage(id, 500);

            assertThat(page(workspace + "/api-keys"))
                    .contains("some charges are not shown", workspace + "/usage?group_by=credential");
        } finally {
            forgetUsage();
        }
    }

    /** Usage of a credential, and of others whose ids come before it. */
    private void freeUsage(String credential, int others) {
        GATEWAY.sql()
                .execute("INSERT INTO billing.usage_sum SELECT '"
                        + TypeId.parse("tnt", acme.tenant()).orElseThrow()
                        + "', '" + TypeId.parse("wrk", acme.workspace()).orElseThrow()
                        + "', 0, (now() AT TIME ZONE 'UTC')::date, 'rest.read', id, 'tasks', 'rest', '1', 1, 1, 0"
                        + " FROM (SELECT 'earlier_' || n FROM generate_series(1, " + others + ") AS n"
                        + " UNION ALL SELECT '" + credential + "') AS callers (id)");
    }

    private void forgetUsage() {
        GATEWAY.sql()
                .execute("DELETE FROM billing.usage_sum WHERE tenant_id = '"
                        + TypeId.parse("tnt", acme.tenant()).orElseThrow() + "'");
    }

    @Test
    void a_workspace_that_is_suspended_offers_no_first_steps_since_it_refuses_them() {
        var active = page(workspace);

        GATEWAY.operator("POST", acme.control("/suspend"), null).expect(200);
        var suspended = page(workspace);

        assertThat(active).contains("First steps", "Switch a module on");
        assertThat(suspended)
                .doesNotContain("First steps", "Switch a module on")
                .contains("Resume a suspended");
    }

    @Test
    void the_audit_shows_the_chain_and_before_and_after_of_each_changed_field() {
        var id = acme.apiKey("usage:read").getString("id");
        GATEWAY.operator("PATCH", acme.control("/api-keys/" + id), new JsonObject().put("name", "<renamed>"))
                .expect(200);

        Eventually.within(
                PATIENCE,
                () -> assertThat(page(workspace + "/audit-events"))
                        .contains("<h2>Chain</h2>", "Sealed up to position", "<summary>")
                        .containsPattern("<del>.*tester.*</del>")
                        .containsPattern("<ins>.*&lt;renamed&gt;.*</ins>"));
        assertThat(page("/console/tenants/" + acme.tenant() + "/audit-events")).contains("<h2>Chain</h2>");
        assertThat(page("/console/audit-events")).contains("<h2>Chain</h2>");
    }

    @Test
    void the_chain_of_a_workspace_is_sealed_up_to_its_last_entry() {
        acme.apiKey("usage:read");

        Eventually.within(PATIENCE, () -> {
            var chain = GATEWAY.operator("GET", acme.control("/audit-chain"), null)
                    .expect(200)
                    .data();

            assertThat(chain.getLong("position")).isPositive();
            assertThat(chain.getString("hash")).matches("[0-9a-f]{64}");
            assertThat(chain.getLong("waiting")).isZero();
            assertThat(chain.getString("waiting_since")).isNull();
        });
    }

    @Test
    void webhooks_show_health_first() {
        acme.module("integrations", true);
        var id = create(
                        "/webhooks",
                        new JsonObject()
                                .put("name", "orders")
                                .put("url", "https://hooks.example.com/orders")
                                .put("event_types", new JsonArray().add("task.created")))
                .getString("id");

        var list = page(workspace + "/webhooks");
        var record = page(workspace + "/webhooks/" + id);

        assertThat(list)
                .contains("orders", "https://hooks.example.com/orders", "nothing was sent yet")
                .contains(workspace + "/webhook-deliveries?status=failed");
        assertThat(record.indexOf("<h2>Health</h2>"))
                .isPositive()
                .isLessThan(record.indexOf("https://hooks.example.com/orders</bdi>"));
        assertThat(record).contains("nothing was sent yet");
        assertThat(page(workspace + "/webhooks/" + id + "/archive"))
                .contains("It sends to https://hooks.example.com/orders.", "Nothing was delivered yet.");
    }

    @Test
    void the_system_shows_alarms_parts_and_lag_and_leads_to_jobs_settings_and_dead_letters() {
        // The lag is known once the meter reads its topic.
        Eventually.within(PATIENCE, () -> assertThat(page("/console/system")).contains("Usage events not booked yet"));
        var page = page("/console/system");

        assertThat(page)
                .contains("<h2>Alarms</h2>", "<h2>Parts</h2>", "<h2>Lag and drift</h2>")
                .contains("href=\"/console/jobs\"", "href=\"/console/settings\"", "href=\"/console/dead-letters\"");
        assertThat(Pattern.compile("<h2>").matcher(page).results().count()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void settings_are_shown_without_secrets() {
        var settings = new ArrayList<JsonObject>();
        var cursor = "";
        do {
            var reply = GATEWAY.operator("GET", "/control/v1/settings?limit=100" + cursor, null)
                    .expect(200);
            reply.list().stream().map(JsonObject.class::cast).forEach(settings::add);
            var next = reply.json().getString("next_cursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());

        assertThat(settings)
                .extracting(setting -> setting.getString("name"))
                .contains("tollgate.postgres.password", "tollgate.pepper.secret", "tollgate.kafka.bootstrap-servers")
                .doesNotHaveDuplicates();
        assertThat(settings)
                .filteredOn(setting -> setting.getBoolean("hidden"))
                .hasSizeGreaterThan(5)
                .allSatisfy(setting -> assertThat(setting.getString("value")).isNull());
        assertThat(settings.toString()).doesNotContain(GATEWAY.pepper());
        assertThat(page("/console/settings?name=pepper")).contains("tollgate.pepper.secret");
    }

    @Test
    void members_show_who_never_signed_in_and_open_invitations() {
        People.member(acme, "admin");
        var _ = create(
                "/invitations", new JsonObject().put("email", "ada@example.org").put("role", "member"));

        var page = page(workspace + "/members");

        assertThat(page).contains("never signed in", "<h2>Invitations</h2>", "ada@example.org");
    }

    @Test
    void a_tenant_shows_what_is_spent_and_its_workspaces_and_a_plan_is_chosen() {
        var tenant = "/console/tenants/" + acme.tenant();

        assertThat(page(tenant)).contains("<h2>Spending</h2>", "<h2>Workspaces</h2>", "Acme production");
        assertThat(page(tenant + "/plan/edit"))
                .containsPattern("<select [^>]*name=\"f.plan\"")
                .contains(">business<");
    }

    @Test
    void an_empty_list_names_one_action_and_the_same_in_a_terminal() {
        var empty = page(workspace + "/mcp-clients");
        var filtered = page(workspace + "/audit-events?action=task.create");

        assertThat(empty).contains("Nothing here yet.", "href=\"" + workspace + "/mcp-clients/new\"", "curl -X GET");
        assertThat(filtered)
                .contains("Nothing matches these filters.", "href=\"" + workspace + "/audit-events\">Show all")
                .contains(GATEWAY.base() + acme.control("/audit-events?action=task.create"));
    }

    @Test
    void the_command_for_a_terminal_has_no_character_that_a_shell_runs() {
        var hostile = browser.get(workspace + "/audit-events?action=%27%24%28id%29%60")
                .body();

        assertThat(hostile)
                .contains(GATEWAY.base() + acme.control("/audit-events?action=%27%24%28id%29%60"))
                .doesNotContain("audit-events?action=&#39;");
    }

    @Test
    void from_a_later_page_and_from_a_filtered_list_a_link_leads_back_to_the_first() {
        var first = page("/console/settings");
        var next = Pattern.compile("class=\"next\" href=\"([^\"]+)\"").matcher(first);
        assertThat(next.find()).isTrue();

        var second = page(next.group(1).replace("&amp;", "&"));

        assertThat(first).doesNotContain("First page", "Show all");
        assertThat(second).contains("<a href=\"/console/settings\">First page</a>");
        assertThat(page("/console/settings?name=pepper")).contains("<a href=\"/console/settings\">Show all</a>");
    }

    @Test
    void the_set_up_of_agents_has_a_text_to_copy_for_each_client() {
        var page = page(workspace + "/mcp-setup");

        assertThat(page)
                .contains("<h2>Endpoint</h2>", GATEWAY.base() + "/mcp/" + acme.workspace())
                .contains("<h2>Cursor, static token</h2>", "<pre data-copy>");
    }

    @Test
    void an_operator_begins_with_a_tenant_and_repairs_from_the_page_of_the_system() {
        assertThat(page("/console")).contains("href=\"/console/tenants/new\"").doesNotContain("/console/closes/repair");
        assertThat(page("/console/system"))
                .contains("href=\"/console/closes/repair\"", "href=\"/console/usage-log/continue\"");
    }

    @Test
    void the_palette_offers_what_the_page_offers() {
        var palette = "/console/palette?query=workspace&from=" + workspace;

        assertThat(page(palette))
                .contains("href=\"" + workspace + "/suspend\"", "href=\"" + workspace + "/edit\"")
                .doesNotContain(workspace + "/resume", workspace + "/restore");
    }

    @Test
    void a_setting_that_is_unset_offers_to_set_it_and_not_to_delete_it() {
        var override = "/console/tenants/" + acme.tenant() + "/override";

        assertThat(page(override))
                .contains("Not set.", "href=\"" + override + "/edit\"")
                .doesNotContain(override + "/delete");
    }

    @Test
    void who_may_not_read_the_usage_still_sees_the_page() {
        var reader = People.member(acme, "readonly");
        var theirs = ConsoleSessions.browser(GATEWAY, reader.subject());

        assertThat(theirs.get(workspace).expect(200).body()).doesNotContain("<h2>Spending</h2>");
    }

    @Test
    void a_stale_form_says_who_saved_meanwhile() {
        var id = acme.apiKey("usage:read").getString("id");
        var edit = workspace + "/api-keys/" + id + "/edit";
        var stale = Browser.filled(browser.get(edit).expect(200), Map.of("f.name", "mine", "f.scopes", "usage:read"));
        GATEWAY.operator("PATCH", acme.control("/api-keys/" + id), new JsonObject().put("name", "theirs"))
                .expect(200);

        var conflict = browser.post(edit, stale).expect(412);

        assertThat(conflict.body()).contains("Saved by tester at ", "while this form was open.");
    }

    @Test
    void pages_name_an_icon_that_is_served() {
        var page = page("/console");
        var icon = Pattern.compile("<link rel=\"icon\" type=\"image/svg\\+xml\" href=\"([^\"]+)\"")
                .matcher(page);

        assertThat(icon.find()).isTrue();
        var reply = GATEWAY.call("GET", icon.group(1), null, null).expect(200);
        assertThat(reply.header("Content-Type")).hasValue("image/svg+xml");
    }
}
