package dev.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates of known external IDs and lists of changes, by REST and by MCP. */
class ExternalIdsOverHttpTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final GatewayFixture.Prepared acme =
            gateway.tenant("team").module("crm", true).module("activity", true);
    private final String key = acme.apiKey("crm:read", "crm:write").getString("secret");

    @Test
    void a_record_that_existed_is_answered_with_200_for_the_price_of_a_write() {
        var created = create("update", ada("Ada"));
        var updated = create("update", ada("Ada Lovelace"));
        var skipped = create("skip", ada("Nobody"));

        assertThat(created.expect(201).header("Location")).isPresent();
        assertThat(updated.expect(200).header("Location")).isEmpty();
        assertThat(updated.header("ETag")).hasValue("\"2\"");
        assertThat(updated.data().getString("id")).isEqualTo(created.data().getString("id"));
        assertThat(updated.charge()).isEqualTo(100);
        assertThat(skipped.expect(200).data()).isEqualTo(updated.data());
        assertThat(skipped.charge()).isEqualTo(100);
        assertThat(gateway.call("POST", "/v1/contacts", key, ada("Ada"))
                        .expect(409)
                        .code())
                .isEqualTo("conflict");
        assertThat(gateway.call("GET", "/v1/contacts?external_source=erp&external_id=1", key, null)
                        .expect(200)
                        .list())
                .hasSize(1);
    }

    @Test
    void a_replay_of_a_create_that_met_a_record_keeps_its_answer_and_status() {
        create("update", ada("Ada")).expect(201);
        var first = create("update", ada("Ada Lovelace"), "Idempotency-Key", "k1");
        create("update", ada("Countess")).expect(200);

        var again = create("update", ada("Ada Lovelace"), "Idempotency-Key", "k1");
        var other = create("skip", ada("Ada Lovelace"), "Idempotency-Key", "k1");

        assertThat(again.expect(200).header("Idempotency-Replayed")).hasValue("true");
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(other.expect(409).code()).isEqualTo("idempotency_conflict");
    }

    @Test
    void a_caller_that_may_not_read_is_answered_only_what_it_sent() {
        var writer = acme.apiKey("crm:write").getString("secret");
        var id = create("fail", ada("Ada").put("job_title", "Countess"))
                .expect(201)
                .data();

        var updated = gateway.call("POST", "/v1/contacts?on_existing=update", writer, ada("Lovelace"));
        var skipped = gateway.call("POST", "/v1/contacts?on_existing=skip", writer, ada("Nobody"));

        assertThat(updated.expect(200).data())
                .isEqualTo(ada("Lovelace").put("id", id.getString("id")).put("version", 2));
        assertThat(skipped.expect(200).data())
                .isEqualTo(ada("Nobody").put("id", id.getString("id")).put("version", 2));
    }

    @Test
    void a_batch_updates_makes_and_refuses_the_second_of_a_pair() {
        create("fail", ada("Ada")).expect(201);
        var items = new JsonArray()
                .add(ada("Ada Lovelace"))
                .add(ada("Grace").put("external_id", "2"))
                .add(ada("Again"));

        var reply = gateway.call(
                        "POST", "/v1/contacts/batch?on_existing=update", key, new JsonObject().put("items", items))
                .expect(200);

        assertThat(reply.list().getJsonObject(0).getJsonObject("data").getLong("version"))
                .isEqualTo(2);
        assertThat(reply.list().getJsonObject(1).getJsonObject("data").getLong("version"))
                .isEqualTo(1);
        assertThat(reply.list().getJsonObject(2).getJsonObject("problem").getString("code"))
                .isEqualTo("conflict");
        assertThat(reply.charge()).isEqualTo(200);
    }

    @Test
    void a_dry_run_of_a_create_that_meets_a_record_changes_nothing() {
        create("fail", ada("Ada")).expect(201);

        var reply = gateway.call("POST", "/v1/contacts?on_existing=update&dry_run=true", key, ada("Lovelace"));

        assertThat(reply.expect(200).json().getBoolean("dry_run")).isTrue();
        assertThat(gateway.call("GET", "/v1/contacts", key, null)
                        .list()
                        .getJsonObject(0)
                        .getString("name"))
                .isEqualTo("Ada");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/contacts, replace, 'fail, update, skip'",
        "/v1/notes, update, 'fail, skip'",
        "/v1/contacts/batch, Update, 'fail, update, skip'"
    })
    void another_word_is_refused_with_those_there_are(String path, String word, String words) {
        var reply = gateway.call("POST", path + "?on_existing=" + word, key, ada("Ada"));

        assertThat(reply.expect(422).body()).contains("must be one of " + words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=age",
                "updated_since=yesterday",
                "updated_since=until-x",
                "deleted=maybe",
                "external_id=1",
                "updated_since=2026-01-01&query=ada",
                "deleted=true&name=Ada",
                "sort=name&custom_fields.tier=gold",
                "updated_since=2026-13-01"
            })
    void a_list_that_cannot_be_given_is_refused_and_not_empty(String query) {
        gateway.call("GET", "/v1/contacts?" + query, key, null).expect(422);
    }

    @Test
    void changes_and_deletions_are_listed_up_to_where_the_next_list_begins() {
        var ada = create("fail", ada("Ada")).expect(201).data();
        create("fail", ada("Grace").put("external_id", "2")).expect(201);
        gateway.call("DELETE", "/v1/contacts/" + ada.getString("id"), key, null).expect(200);

        Eventually.within(SOON, () -> {
            var changes = changes("updated_since=2026-01-01");
            assertThat(changes.list()).hasSize(1);
            assertThat(changes("updated_since=" + changes.json().getString("updated_until"))
                            .list())
                    .isEmpty();
            var deletions = changes("deleted=true");
            assertThat(deletions.list()).isEmpty();
            var deleted = deletions.json().getJsonArray("deleted").getJsonObject(0);
            assertThat(deleted.fieldNames())
                    .containsExactlyInAnyOrder("id", "external_source", "external_id", "deleted_at");
            assertThat(deleted.getString("id")).isEqualTo(ada.getString("id"));
        });
    }

    @Test
    void an_agent_synchronizes_by_the_arguments_of_its_tools() {
        var agent =
                new McpCaller(gateway, acme.mcpClient("crm:read", "crm:write").getString("secret"));

        var created = agent.tool("create_contact", ada("Ada").put("on_existing", "update"));
        var updated = agent.tool("create_contact", ada("Lovelace").put("on_existing", "update"));
        var found = agent.tool(
                "search_contacts",
                new JsonObject().put("external_source", "erp").put("external_id", "1"));

        assertThat(id(updated)).isEqualTo(id(created));
        assertThat(found.getJsonObject("structuredContent").getJsonArray("data"))
                .hasSize(1);
    }

    private static String id(JsonObject result) {
        return result.getJsonObject("structuredContent").getJsonObject("data").getString("id");
    }

    private Reply changes(String query) {
        return gateway.call("GET", "/v1/contacts?" + query, key, null).expect(200);
    }

    private Reply create(String onExisting, JsonObject contact, String... headers) {
        return gateway.call("POST", "/v1/contacts?on_existing=" + onExisting, key, contact, headers);
    }

    private static JsonObject ada(String name) {
        return new JsonObject().put("name", name).put("external_source", "erp").put("external_id", "1");
    }
}
