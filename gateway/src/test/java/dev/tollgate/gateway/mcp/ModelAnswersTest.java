package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.input.NamedReference;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.records.ModuleProvider;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers as models read them. */
class ModelAnswersTest extends DealsForModels {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void names_are_beside_ids() {
        var data = done("get_deal", id(deal));

        assertThat(data.getJsonObject("stage")).isEqualTo(named(open, "Qualified"));
        assertThat(data.getJsonObject("contact")).isEqualTo(named(contact, "Ada"));
        assertThat(data.getJsonObject("company")).isEqualTo(named(company, "Analytical Engines"));
        assertThat(data.fieldNames()).doesNotContain("stage_id", "contact_id", "company_id", "created_at");
    }

    @Test
    void names_of_another_module_are_beside_ids_too() {
        var about = new JsonObject().put("contact_id", contact).put("deal_id", deal);

        var task = done("create_task", about.copy().put("title", "Call"));
        var call = done("log_activity", about.copy().put("type", "call").put("summary", "Called"));

        for (var data : List.of(task, call)) {
            assertThat(data.getJsonObject("contact")).isEqualTo(named(contact, "Ada"));
            assertThat(data.getJsonObject("deal")).isEqualTo(named(deal, "Licence"));
        }
    }

    @Test
    void lists_batches_and_replays_have_names_and_rest_has_ids() {
        var item = new JsonObject().put("name", "Grace").put("company_id", company);
        var batch = new JsonObject().put("items", new JsonArray().add(item)).put("idempotency_key", "grace");

        var first = structured("create_contacts", batch).getJsonArray("data");
        var replay = structured("create_contacts", batch).getJsonArray("data");
        var listed = structured("search_contacts", new JsonObject().put("name", "Grace"))
                .getJsonArray("data");

        var expected = named(company, "Analytical Engines");
        assertThat(first.getJsonObject(0).getJsonObject("data").getJsonObject("company"))
                .isEqualTo(expected);
        assertThat(replay).isEqualTo(first);
        assertThat(listed.getJsonObject(0).getJsonObject("company")).isEqualTo(expected);
        assertThat(GATEWAY.call("GET", "/v1/contacts/" + contact, key, null)
                        .data()
                        .getString("company_id"))
                .isEqualTo(company);
    }

    @Test
    void a_name_of_a_module_that_the_caller_may_not_read_is_not_told() {
        var task = made("tasks", new JsonObject().put("title", "Call").put("contact_id", contact));

        var without = agent("tasks:read").tool("get_task", id(task));
        workspace.module("crm", false);

        var nameless = new JsonObject().put("id", contact);
        assertThat(data(without).getJsonObject("contact")).isEqualTo(nameless);
        Eventually.within(
                SOON,
                () -> assertThat(data(agent.tool("get_task", id(task))).getJsonObject("contact"))
                        .isEqualTo(nameless));
    }

    @Test
    void the_name_of_a_record_that_is_gone_is_absent() {
        var task = made("tasks", new JsonObject().put("title", "Call").put("deal_id", deal));
        GATEWAY.call("DELETE", "/v1/deals/" + deal, key, null).expect(200);

        assertThat(done("get_task", id(task)).getJsonObject("deal")).isEqualTo(new JsonObject().put("id", deal));
    }

    @Test
    void every_reference_of_every_record_is_shown_with_its_name() {
        var references = Catalogue.of(ModuleProvider.all()).tools().values().stream()
                .flatMap(face -> NamedReference.of(face.operation().answer().element()).stream())
                .map(NamedReference::shown)
                .distinct();

        assertThat(references)
                .containsExactlyInAnyOrder(
                        "stage",
                        "contact",
                        "company",
                        "deal",
                        "lead",
                        "invoice",
                        "replaces",
                        "ticket",
                        "queue",
                        "follow_up_of",
                        "duplicate_of",
                        "site",
                        "collection",
                        "entry",
                        "campaign",
                        "plan",
                        "dataset");
    }

    @Test
    void records_within_an_answer_are_shown_as_answers_of_their_own_are() {
        var lead = made("leads", new JsonObject().put("name", "Lin").put("company_name", "Kestrel"));

        var concise = done("convert_lead", id(lead).put("fields", new JsonArray().add("deal")));
        var written = concise.getJsonObject("deal");
        var detailed = done("get_lead", id(lead).put("detailed", true));

        assertThat(concise.fieldNames()).containsExactlyInAnyOrder("id", "version", "deal");
        assertThat(written.getJsonObject("lead")).isEqualTo(named(lead, "Lin"));
        assertThat(written.getJsonObject("stage")).isEqualTo(named(open, "Qualified"));
        assertThat(written.getJsonObject("company").getString("name")).isEqualTo("Kestrel");
        assertThat(written.fieldNames()).doesNotContain("stage_id", "lead_id", "created_at");
        assertThat(detailed.getJsonObject("deal").getString("id")).isEqualTo(written.getString("id"));
    }

    @Test
    void fields_narrow_an_answer_and_may_name_any_field_of_the_record() {
        var fields = new JsonArray().add("title").add("stage").add("created_at");

        var read = done("get_deal", id(deal).put("fields", fields));
        var listed =
                structured("list_deals", new JsonObject().put("fields", fields)).getJsonArray("data");
        var written = done("update_deal", id(deal).put("title", "Yearly").put("fields", new JsonArray().add("title")));

        assertThat(read.fieldNames()).containsExactlyInAnyOrder("id", "version", "title", "stage", "created_at");
        assertThat(listed.getJsonObject(0).fieldNames()).isEqualTo(read.fieldNames());
        assertThat(written.fieldNames()).containsExactlyInAnyOrder("id", "version", "title");
    }

    @Test
    void a_field_that_is_none_is_refused_with_those_there_are() {
        var refused = agent.tool("get_deal", id(deal).put("fields", new JsonArray().add("colour")));

        assertThat(fault(refused, "fields[0]")).contains("must be one of", "stage", "amount_cents");
    }

    @Test
    void a_large_answer_is_shown_as_small_ones_are() {
        var fields = new JsonObject();
        IntStream.range(0, 30).forEach(n -> fields.put("field_" + n, "x".repeat(1_000)));
        var made = new ArrayList<String>();
        for (int n = 0; n < 4; n++) {
            made.addFirst(made(
                    "contacts",
                    new JsonObject()
                            .put("name", "Large " + n)
                            .put("company_id", company)
                            .put("custom_fields", fields)));
        }

        var large = structured("search_contacts", new JsonObject().put("query", "large"))
                .getJsonArray("data");
        var small = made.stream().map(id -> done("get_contact", id(id))).toList();

        assertThat(large.encode().length()).isGreaterThan(64 << 10);
        assertThat(large).isEqualTo(new JsonArray(small));
        assertThat(small.getFirst().getJsonObject("company")).isEqualTo(named(company, "Analytical Engines"));
        assertThat(small.getFirst().fieldNames()).doesNotContain("company_id", "created_at");
    }

    @Test
    void details_are_given_on_request_of_a_call() {
        var data = done("get_deal", id(deal).put("detailed", true));

        assertThat(data.fieldNames()).contains("workspace_id", "created_at", "updated_at", "source", "last_actor");
        assertThat(data.getJsonObject("stage")).isEqualTo(named(open, "Qualified"));
    }

    @Test
    void a_page_says_how_many_there_are() {
        for (int n = 0; n < 3; n++) {
            var _ = made("tasks", new JsonObject().put("title", "Call number " + n));
        }

        var all = structured("list_tasks", new JsonObject());
        var first = structured("list_tasks", new JsonObject().put("limit", 2));
        var second = structured(
                "list_tasks", new JsonObject().put("limit", 2).put("cursor", first.getString("next_cursor")));
        var found = structured("list_tasks", new JsonObject().put("limit", 1).put("query", "number"));
        var byRest = GATEWAY.call("GET", "/v1/tasks?limit=2", key, null).json();

        for (var page : List.of(all, first, found)) {
            assertThat(page.getInteger("total")).isEqualTo(3);
        }
        assertThat(second.fieldNames()).doesNotContain("total", "total_at_least");
        assertThat(byRest.fieldNames()).doesNotContain("total");
    }

    @Test
    void more_than_are_counted_is_said_to_be_more() {
        for (int batch = 0; batch < 11; batch++) {
            var items = new JsonArray();
            IntStream.range(0, 100).forEach(n -> items.add(new JsonObject().put("title", "Bulk")));
            GATEWAY.patiently(() -> GATEWAY.call("POST", "/v1/tasks/batch", key, new JsonObject().put("items", items)))
                    .expect(200);
        }

        var listed = structured("list_tasks", new JsonObject());
        var found = structured("list_tasks", new JsonObject().put("query", "bulk"));

        for (var page : List.of(listed, found)) {
            assertThat(page.getInteger("total_at_least")).isEqualTo(1_000);
            assertThat(page.containsKey("total")).isFalse();
        }
    }
}
