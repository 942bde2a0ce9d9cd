package dev.tollgate.gateway.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypedFormTest {

    private static final FormSchema SCHEMA = FormSchema.of(json("""
            {"type": "object", "required": ["name"], "properties": {
              "id": {"type": "string"},
              "name": {"type": "string", "maxLength": 200},
              "limit": {"type": ["integer", "null"]},
              "cap_micros": {"type": ["integer", "null"]},
              "ends_at": {"type": ["string", "null"], "format": "date-time"},
              "addresses": {"type": ["array", "null"], "items": {"type": "string"}},
              "mode": {"type": ["string", "null"], "enum": ["a", "b", null]},
              "budget": {"type": ["object", "null"], "required": ["micros", "per"], "properties": {
                "micros": {"type": "integer"}, "per": {"type": "string", "enum": ["day", "month"]}}},
              "free": {"type": "object"}}}"""), List.of("id"));

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** As it is sent: numbers of one value are one. */
    private static JsonNode sent(JsonNode body) {
        return json(body.toString());
    }

    private static MultiMap sent(String... fields) {
        var sent = MultiMap.caseInsensitiveMultiMap();
        for (int at = 0; at < fields.length; at += 2) {
            sent.add(fields[at], fields[at + 1]);
        }
        return sent;
    }

    @Test
    void a_property_has_the_widget_of_its_schema() {
        assertThat(SCHEMA.fields().stream().map(field -> field.name() + ' ' + field.widget()))
                .containsExactly(
                        "name TEXT",
                        "limit NUMBER",
                        "cap_micros DOLLARS",
                        "ends_at TIME",
                        "addresses LINES",
                        "mode RADIO",
                        "budget.micros DOLLARS",
                        "budget.per RADIO",
                        "free JSON");
    }

    @Test
    void a_new_record_has_what_is_filled_in() {
        var form = TypedForm.of(
                SCHEMA,
                sent(
                        "f.name",
                        " Ada ",
                        "f.limit",
                        "5",
                        "f.cap_micros",
                        "12.50",
                        "f.ends_at",
                        "2026-12-01T10:00",
                        "f.addresses",
                        "10.0.0.1\r\n\r\n10.0.0.2",
                        "f.mode",
                        "",
                        "f.budget.micros",
                        "1",
                        "f.budget.per",
                        "day",
                        "f.free",
                        "{\"a\": 1}"));

        assertThat(sent(form.body())).isEqualTo(json("""
                        {"name": "Ada", "limit": 5, "cap_micros": 12500000, "ends_at": "2026-12-01T10:00:00Z",
                         "addresses": ["10.0.0.1", "10.0.0.2"], "budget": {"micros": 1000000, "per": "day"},
                         "free": {"a": 1}}"""));
    }

    @Test
    void what_does_not_fit_is_left_to_the_schema() {
        var form = TypedForm.of(SCHEMA, sent("f.limit", "many", "f.cap_micros", "1e9", "f.free", "{"));

        assertThat(sent(form.body())).isEqualTo(json("""
                {"limit": "many", "cap_micros": "1e9", "free": "{"}"""));
    }

    @Test
    void a_list_has_at_most_one_item_more_than_its_schema_takes() {
        var schema = FormSchema.of(json("""
                {"type": "object", "properties": {
                  "few": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
                  "many": {"type": "array", "items": {"type": "string"}}}}"""), List.of());
        var form =
                TypedForm.of(schema, sent("f.few", "a\n".repeat(100), "f.many", "a\n".repeat(FieldSpec.ITEMS_MAX + 2)));

        assertThat(form.body().path("few")).hasSize(3);
        assertThat(form.body().path("many").isTextual()).isTrue();
        assertThat(form.query().getAll("few")).hasSize(3);
    }

    @Test
    void json_is_as_strict_as_in_a_body() {
        var deep = "[".repeat(100) + "]".repeat(100);
        for (var typed : List.of("{\"a\": 1, \"a\": 2}", "{} {}", deep)) {
            var form = TypedForm.of(SCHEMA, sent("f.free", typed));

            assertThat(form.body().path("free").isTextual()).as(typed).isTrue();
        }
    }

    @Test
    void a_change_has_the_changed_fields_only_and_null_for_emptied_ones() {
        var form = TypedForm.of(
                SCHEMA,
                sent(
                        "f.name",
                        "Ada",
                        "w.name",
                        "Ada",
                        "f.limit",
                        "",
                        "w.limit",
                        "5",
                        "f.addresses",
                        "",
                        "w.addresses",
                        "10.0.0.1",
                        "f.budget.micros",
                        "2",
                        "w.budget.micros",
                        "1.00",
                        "f.budget.per",
                        "day",
                        "w.budget.per",
                        "day"));

        assertThat(sent(form.changes())).isEqualTo(json("""
                        {"limit": null, "addresses": null, "budget": {"micros": 2000000, "per": "day"}}"""));
    }

    @Test
    void a_record_inside_that_is_emptied_is_null() {
        var form = TypedForm.of(
                SCHEMA,
                sent("f.budget.micros", "", "w.budget.micros", "1.00", "f.budget.per", "", "w.budget.per", "day"));

        assertThat(sent(form.changes())).isEqualTo(json("""
                {"budget": null}"""));
    }

    @Test
    void a_field_that_keeps_what_was_saved_is_no_change() {
        var form = TypedForm.of(SCHEMA, sent("f.name", "mine", "w.name", "theirs", "t.name", "1"));

        assertThat(sent(form.changes())).isEmpty();
    }

    @Test
    void a_field_shows_of_a_record_what_it_reads_back() {
        var record = json("""
                {"name": "Ada", "limit": 5, "cap_micros": 100, "ends_at": "2026-12-01T10:00:00Z",
                 "addresses": ["a", "b"], "mode": "a", "budget": {"micros": 2500000, "per": "month"}, "free": {"a": 1}}""");
        var sent = MultiMap.caseInsensitiveMultiMap();
        FormField.of(SCHEMA, record)
                .forEach(field -> sent.add("f." + field.spec().name(), field.value()));

        assertThat(sent(TypedForm.of(SCHEMA, sent).body())).isEqualTo(record);
    }
}
