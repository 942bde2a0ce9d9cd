package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of all modules as pages. */
class BrowsedRecordsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Duration RECORDED = Duration.ofSeconds(60);

    private GatewayFixture.Prepared acme;
    private Browser browser;
    private String records;
    private String company;
    private String contact;

    @BeforeEach
    void prepare() {
        acme = GATEWAY.tenant("business").module("crm", true);
        browser =
                ConsoleSessions.browser(GATEWAY, People.member(acme, "readonly").subject());
        records = "/console/workspaces/" + acme.workspace() + "/records";
        var key = acme.apiKey("crm:read", "crm:write").getString("secret");
        company = create(key, "/v1/companies", JsonObject.of("name", "Analytical Engines"));
        contact = create(
                key,
                "/v1/contacts",
                JsonObject.of("name", "Ada <b>Lovelace</b>", "email", "ada@example.org", "company_id", company));
    }

    private static String create(String key, String path, JsonObject body) {
        return GATEWAY.call("POST", path, key, body).expect(201).data().getString("id");
    }

    @Test
    void kinds_of_modules_that_are_on_are_chosen_from() {
        var page = browser.get(records).expect(200).body();

        assertThat(page).contains("<option value=\"contact\"", "<option value=\"company\"");
        assertThat(page).doesNotContain("<option value=\"task\"");
    }

    @Test
    void a_kind_is_a_list_whose_rows_lead_to_records_with_all_their_fields() {
        var list = browser.get(records + "?kind=contact").expect(200).body();
        var record = browser.get(records + "?query=" + contact).expect(200).body();

        assertThat(list).contains("Ada &lt;b&gt;Lovelace&lt;/b&gt;", "ada@example.org", records + "?query=" + contact);
        assertThat(record).contains("ada@example.org", records + "?query=" + company);
    }

    @Test
    void words_narrow_a_list() {
        assertThat(browser.get(records + "?kind=contact&query=lovel").body()).contains("ada@example.org");
        assertThat(browser.get(records + "?kind=contact&query=babbage").body())
                .contains("Nothing matches these filters.");
    }

    @Test
    void a_record_of_another_workspace_is_not_found() {
        var neighbour = GATEWAY.workspace(acme.tenant()).module("crm", true);
        var theirs = ConsoleSessions.browser(
                GATEWAY, People.member(neighbour, "admin").subject());

        var page = theirs.get("/console/workspaces/" + neighbour.workspace() + "/records?query=" + contact);

        assertThat(page.body()).contains("Nothing matches these filters.").doesNotContain("ada@example.org");
        assertThat(theirs.get(records + "?query=" + contact).status()).isEqualTo(404);
    }

    @Test
    void a_module_that_is_off_and_the_role_of_agents_show_nothing() {
        var agent =
                ConsoleSessions.browser(GATEWAY, People.member(acme, "agent").subject());

        assertThat(browser.get(records + "?kind=task").status()).isEqualTo(403);
        assertThat(agent.get(records + "?kind=contact").status()).isEqualTo(403);
    }

    @Test
    void each_page_is_an_entry_of_its_own_in_the_audit() {
        var page = browser.get(records + "?kind=contact").expect(200);
        var path = acme.control("/requests/" + page.header("X-Request-Id").orElseThrow());

        Eventually.within(RECORDED, () -> {
            var events = GATEWAY.operator("GET", path, null).expect(200).data().getJsonArray("audit_events");
            assertThat(events).hasSize(1);
            assertThat(events.getJsonObject(0).getString("action")).isEqualTo("record.search");
        });
    }
}
