package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people find of the records of a workspace. */
class RecordSearchTest {

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final GatewayFixture.Prepared acme = gateway.tenant("team").module("crm", true);
    private final String key = acme.apiKey("crm:read", "crm:write").getString("secret");

    @Test
    void a_record_is_found_by_the_beginning_of_a_word_of_its_text() {
        var ada = create("/v1/contacts", JsonObject.of("name", "Ada Lovelace", "email", "ada@example.org"));
        var _ = create("/v1/contacts", JsonObject.of("name", "Bob"));

        var found = found(acme, "kind=contact&query=lovel");

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getString("id")).isEqualTo(ada);
        assertThat(found.getFirst().getString("kind")).isEqualTo("contact");
        assertThat(found.getFirst().getString("module")).isEqualTo("crm");
        assertThat(found.getFirst().getString("name")).isEqualTo("Ada Lovelace");
        assertThat(found.getFirst().getJsonObject("fields").getString("email")).isEqualTo("ada@example.org");
    }

    @Test
    void a_record_of_any_kind_is_found_by_its_id() {
        var contact = create("/v1/contacts", JsonObject.of("name", "Ada"));
        var company = create("/v1/companies", JsonObject.of("name", "Acme"));

        assertThat(ids(found(acme, "query=" + contact))).containsExactly(contact);
        assertThat(ids(found(acme, "query=" + company))).containsExactly(company);
    }

    @Test
    void all_records_of_a_kind_are_listed_page_by_page_newest_first() {
        var first = create("/v1/contacts", JsonObject.of("name", "Ada"));
        var second = create("/v1/contacts", JsonObject.of("name", "Bob"));

        var page = search(acme, "kind=contact&limit=1", gateway.operatorToken()).expect(200);
        var next = page.json().getString("next_cursor");

        assertThat(ids(objects(page.list()))).containsExactly(second);
        assertThat(ids(found(acme, "kind=contact&limit=1&cursor=" + next))).containsExactly(first);
    }

    @Test
    void a_cursor_of_one_kind_is_none_of_another() {
        var _ = create("/v1/contacts", JsonObject.of("name", "Ada"));
        var _ = create("/v1/contacts", JsonObject.of("name", "Bob"));
        var next = search(acme, "kind=contact&limit=1", gateway.operatorToken())
                .json()
                .getString("next_cursor");

        search(acme, "kind=company&limit=1&cursor=" + next, gateway.operatorToken())
                .expect(400);
    }

    @Test
    void no_record_of_another_workspace_is_found_by_word_or_id() {
        var contact = create("/v1/contacts", JsonObject.of("name", "Ada Lovelace"));
        var neighbour = gateway.workspace(acme.tenant()).module("crm", true);
        var member = People.member(neighbour, "member").token();

        for (var query : List.of("kind=contact&query=lovelace", "query=" + contact, "kind=contact")) {
            assertThat(found(neighbour, query)).isEmpty();
            assertThat(search(neighbour, query, member).expect(200).list()).isEmpty();
            search(acme, query, member).expect(404);
        }
    }

    @Test
    void an_agent_and_the_tenants_owner_may_not_and_those_who_only_read_may() {
        var query = "kind=contact";

        search(acme, query, People.member(acme, "agent").token()).expect(403);
        search(acme, query, People.tenantOwner(acme).token()).expect(403);
        search(acme, query, People.member(acme, "readonly").token()).expect(200);
    }

    @Test
    void a_credential_of_the_app_plane_may_not() {
        search(acme, "kind=contact", key).expect(401);
    }

    @Test
    void an_unknown_kind_is_answered_with_the_nearest_and_all_there_are() {
        var fault = search(acme, "kind=contcat", gateway.operatorToken()).expect(422);

        assertThat(fault.json().getJsonArray("field_errors").getJsonObject(0).getString("message"))
                .contains("company, contact, dataset")
                .endsWith("Did you mean contact?");
        search(acme, "query=ada", gateway.operatorToken()).expect(422);
    }

    @Test
    void words_are_refused_where_a_kind_is_not_found_by_words() {
        search(acme, "kind=deal_stage&query=won", gateway.operatorToken()).expect(422);
        search(acme, "kind=deal_stage", gateway.operatorToken()).expect(200);
    }

    @Test
    void records_of_a_module_that_is_off_are_not_shown() {
        var contact = create("/v1/contacts", JsonObject.of("name", "Ada"));
        acme.module("crm", false);

        for (var query : List.of("kind=contact", "query=" + contact, "kind=task")) {
            var refused = search(acme, query, gateway.operatorToken()).expect(403);
            assertThat(refused.code()).isEqualTo("module_not_enabled");
        }
    }

    private String create(String path, JsonObject body) {
        return gateway.call("POST", path, key, body).expect(201).data().getString("id");
    }

    private Reply search(GatewayFixture.Prepared workspace, String query, String token) {
        return gateway.call("GET", workspace.control("/records?" + query), token, null);
    }

    private List<JsonObject> found(GatewayFixture.Prepared workspace, String query) {
        return objects(
                search(workspace, query, gateway.operatorToken()).expect(200).list());
    }

    private static List<JsonObject> objects(JsonArray list) {
        return list.stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> ids(List<JsonObject> records) {
        return records.stream().map(record -> record.getString("id")).toList();
    }
}
