package dev.tollgate.gateway.console.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form.
 *
 * @param name path of the property, with dots: {@code budget.micros}
 * @param required whether a new record must have it
 * @param choices texts to choose from; empty for none
 */
public record FieldSpec(String name, Widget widget, JsonNode property, boolean required, List<String> choices) {

    /** Items of a list whose schema has no maximum: all values of a document of JSON. */
    static final int ITEMS_MAX = StrictJson.VALUES_MAX;

    private static final int MINUTE_CHARS = 16;
    private static final int SECOND_CHARS = 19;

    public FieldSpec {
        choices = List.copyOf(choices);
    }

    static FieldSpec of(String name, JsonNode property, boolean required) {
        var widget = Widget.of(name, property);
        var choices = new ArrayList<String>();
        var source = widget == Widget.CHECKS ? property.path("items").path("enum") : property.path("enum");
        source.forEach(choice -> {
            if (!choice.isNull()) {
                choices.add(choice.asText());
            }
        });
        return new FieldSpec(name, widget, property, required, choices);
    }

    /** The same with choices that only an installation knows, several of which can be made; as it is without any. */
    public FieldSpec choosing(List<String> others) {
        return others.isEmpty() ? this : new FieldSpec(name, Widget.CHECKS, property, required, others);
    }

    /** The same with choices of which one can be made; as it is without any. */
    public FieldSpec selecting(List<String> others) {
        return others.isEmpty() ? this : new FieldSpec(name, Widget.SELECT, property, required, others);
    }

    /** The same, of which one is chosen. */
    public FieldSpec oneOf(List<String> others) {
        return new FieldSpec(name, Widget.SELECT, property, required, others);
    }

    /** What people read before the field. */
    public String label() {
        return Label.of(name.equals("micros") ? "amount" : name.replaceFirst("\\.micros$", ""));
    }

    /** What the API says of it, in the unit that is typed. */
    public @Nullable String help() {
        var text = property.path("description").asText();
        if (text.isEmpty()) {
            return null;
        }
        return widget == Widget.DOLLARS ? text.replace("micros of US dollars", "US dollars") : text;
    }

    /** The same as a filter, which is a line. */
    FieldSpec inOneLine() {
        return widget == Widget.TEXTAREA ? new FieldSpec(name, Widget.TEXT, property, required, choices) : this;
    }

    public int lengthMax() {
        return property.path("maxLength").asInt(0);
    }

    /** One item more than the property may have: its schema then names the fault. */
    int itemsRead() {
        return property.path("maxItems").asInt(ITEMS_MAX) + 1;
    }

    boolean takesNull() {
        return Widget.takesNull(property);
    }

    /** The name of the property of the record that it is in, or of itself. */
    String root() {
        var dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    JsonNode in(JsonNode record) {
        var node = record;
        for (var step : List.of(name.split("\\.", -1))) {
            node = node.path(step);
        }
        return node;
    }

    /** What the field shows of a record. */
    String shown(JsonNode record) {
        var value = in(record);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return switch (widget) {
            case TEXT, TEXTAREA, NUMBER, RADIO, SELECT, DAY -> value.asText();
            case CHECKBOX -> value.asBoolean() ? "true" : "";
            case DOLLARS -> Dollars.plain(value.asLong());
            case TIME -> localTime(value.asText());
            case LINES, CHECKS -> lines(value);
            case JSON -> Json.text(value);
        };
    }

    /** Without the zone, which the field names: UTC. */
    private static String localTime(String instant) {
        return instant.length() > SECOND_CHARS ? instant.substring(0, SECOND_CHARS) : instant.replace("Z", "");
    }

    private static String lines(JsonNode items) {
        var texts = new ArrayList<String>();
        items.forEach(item -> texts.add(item.asText()));
        return texts.stream().collect(Collectors.joining("\n"));
    }

    /** The time that somebody typed, in UTC; anything else is left for the schema to refuse. */
    static String instant(String typed) {
        return switch (typed.length()) {
            case MINUTE_CHARS -> typed + ":00Z";
            case SECOND_CHARS -> typed + "Z";
            default -> typed;
        };
    }
}
