package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What models read of a tool's input, of every tool of the product. */
class ShownInputTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    private static final Set<String> OPTIONS = Set.of("fields", "detailed");

    /** A record with a reference that it requires. */
    record Offer(DealId dealId) {}

    static Set<String> tools() {
        return CATALOGUE.tools().keySet();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void it_is_never_stricter_than_the_check(String name) {
        var tool = CATALOGUE.tools().get(name).tool();

        looser(name, tool.shown(), tool.checked());
    }

    /** Every keyword that constrains is one of the checked schema, with the same value. */
    private static void looser(String path, JsonNode shown, JsonNode checked) {
        shown.properties().forEach(keyword -> {
            switch (keyword.getKey()) {
                case "description" -> assertThat(keyword.getValue().asText()).isNotBlank();
                case "properties" ->
                    keyword.getValue()
                            .properties()
                            .forEach(field -> looser(
                                    path + '.' + field.getKey(),
                                    field.getValue(),
                                    checked.path("properties").path(field.getKey())));
                case "required" -> assertThat(checked.get("required")).containsAll(keyword.getValue());
                case "items" -> looser(path + "[]", keyword.getValue(), checked.path("items"));
                default ->
                    assertThat(checked.get(keyword.getKey()))
                            .as(path + ' ' + keyword.getKey())
                            .isEqualTo(keyword.getValue());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("tools")
    void every_field_is_there_but_for_those_of_synchronization(String name) {
        var face = CATALOGUE.tools().get(name);
        var tool = face.tool();
        var own = face.rest().schema().document().path("properties");
        var checked = tool.checked().path("properties").properties().stream()
                .map(field -> field.getKey())
                .filter(field -> !ShownInput.OF_SYNCHRONIZATION.contains(field))
                .filter(field -> !face.operation().changes() || own.has(field) || !OPTIONS.contains(field))
                .toList();

        assertThat(tool.shown().path("properties").properties())
                .extracting(field -> field.getKey())
                .containsExactlyElementsOf(checked);
    }

    @Test
    void an_argument_that_takes_a_name_is_not_required_under_one_of_its_two_names() {
        var checked = Json.read(
                "{\"type\": \"object\", \"properties\": {\"deal_id\": {\"type\": \"string\"}}, \"required\": [\"deal_id\"]}",
                ObjectNode.class);

        var shown = ShownInput.of("create_offer", checked, NamedReference.of(Offer.class));

        assertThat(shown.path("required").toString()).doesNotContain("deal_id");
        assertThat(shown.at("/properties/deal_id/description").asText())
                .isEqualTo("Required, unless deal gives its name.");
    }

    @Test
    void the_items_of_a_batch_are_left_to_the_tool_for_one_of_them() {
        var items = CATALOGUE.tools().get("create_contacts").tool().shown().at("/properties/items/items");

        assertThat(items.has("properties")).isFalse();
        assertThat(items.path("type").asText()).isEqualTo("object");
    }

    @Test
    void a_description_is_left_out_where_the_name_says_it() {
        var fields = CATALOGUE.tools().get("update_contact").tool().shown().path("properties");

        assertThat(fields.path("id").has("description")).isFalse();
        assertThat(fields.path("job_title").has("description")).isFalse();
        assertThat(fields.path("idempotency_key").has("description")).isFalse();
        assertThat(fields.path("company_id").path("description").asText())
                .isEqualTo("ID of the company the person works for.");
    }

    @Test
    void null_is_shown_only_where_it_clears_a_field_and_says_nothing_elsewhere() {
        var create = CATALOGUE.tools().get("create_contact").tool();
        var update = CATALOGUE.tools().get("update_contact").tool();
        var batch = CATALOGUE.tools().get("create_contacts").tool();

        assertThat(create.shown().at("/properties/email/type").asText()).isEqualTo("string");
        assertThat(update.shown().at("/properties/email/type").toString()).isEqualTo("[\"string\",\"null\"]");
        assertThat(create.read(json("{'name': 'Ada', 'email': null}"))).isInstanceOf(ParsedInput.Valid.class);
        assertThat(batch.read(json("{'items': [{'name': 'Ada', 'email': null}]}")))
                .isInstanceOf(ParsedInput.Valid.class);
        assertThat(create.read(json("{'name': null}"))).isInstanceOf(ParsedInput.Invalid.class);
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void a_time_has_no_format_because_a_day_will_do() {
        var tool = CATALOGUE.tools().get("create_task").tool();

        assertThat(tool.shown().at("/properties/due_at").has("format")).isFalse();
        assertThat(tool.checked().at("/properties/due_at/description").asText()).contains("2026-12-04");
    }
}
