package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of records that models write in place of ids. */
class ModelNamesTest extends DealsForModels {

    @ParameterizedTest
    @ValueSource(strings = {"stage", "stage_id"})
    void a_unique_name_stands_for_an_id(String argument) {
        var made = done("create_deal", new JsonObject().put("title", "Two").put(argument, "Won"));
        var moved = done("update_deal", id(deal).put(argument, "Won"));
        var listed =
                structured("list_deals", new JsonObject().put(argument, "Won")).getJsonArray("data");

        assertThat(made.getJsonObject("stage")).isEqualTo(named(won, "Won"));
        assertThat(moved.getString("status")).isEqualTo("won");
        assertThat(listed).hasSize(2);
    }

    @Test
    void what_an_answer_shows_is_taken_as_an_argument() {
        var moved = done("update_deal", id(deal).put("stage", named(won, "Won")).putNull("company"));

        assertThat(moved.getJsonObject("stage")).isEqualTo(named(won, "Won"));
        assertThat(moved.containsKey("company")).isFalse();
    }

    @Test
    void an_unknown_name_is_refused_with_the_nearest_and_the_list() {
        var refused = agent.tool("list_deals", new JsonObject().put("stage", "Wonn"));

        assertThat(fault(refused, "stage")).contains("did you mean Won?", "Qualified");
    }

    @Test
    void an_ambiguous_name_is_refused_with_the_ids() {
        var other = made("contacts", new JsonObject().put("name", "Ada"));

        var refused =
                agent.tool("create_task", new JsonObject().put("title", "Call").put("contact", "Ada"));

        assertThat(fault(refused, "contact")).contains(contact, other);
    }

    @Test
    void a_wrong_name_in_a_batch_is_the_fault_of_its_item() {
        var items = new JsonArray()
                .add(new JsonObject().put("name", "One").put("company", "Analytical Engines"))
                .add(new JsonObject().put("name", "Two").put("company", "Analytic Engines"));

        var data = structured("create_contacts", new JsonObject().put("items", items))
                .getJsonArray("data");

        assertThat(data.getJsonObject(0)
                        .getJsonObject("data")
                        .getJsonObject("company")
                        .getString("id"))
                .isEqualTo(company);
        var fault = data.getJsonObject(1)
                .getJsonObject("problem")
                .getJsonArray("field_errors")
                .getJsonObject(0);
        assertThat(fault.getString("field")).isEqualTo("company");
        assertThat(fault.getString("message")).contains("did you mean Analytical Engines?");
    }

    @Test
    void a_name_is_looked_up_only_for_callers_that_may_read_it() {
        var writer = agent("tasks:write", "crm:write");

        var refused =
                writer.tool("create_task", new JsonObject().put("title", "Call").put("contact", "Ada"));

        assertThat(fault(refused, "contact")).contains("crm:read").doesNotContain(contact);
    }

    @Test
    void a_name_of_another_workspace_is_unknown() {
        var other = GATEWAY.workspace(workspace.tenant()).module("crm", true);
        GATEWAY.call(
                        "POST",
                        "/v1/companies",
                        other.apiKey("crm:write").getString("secret"),
                        new JsonObject().put("name", "Elsewhere"))
                .expect(201);

        var refused = agent.tool("search_contacts", new JsonObject().put("company", "Elsewhere"));

        assertThat(fault(refused, "company")).doesNotContain("Elsewhere");
    }
}
