package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says in one quick pass whether a document is certainly valid, so that the validator need not read it: for types,
 * fields, items, lengths and times. Of a value whose schema has any other keyword nothing is certain, and the validator
 * decides. Immutable.
 *
 * @param known whether the schema has no other keywords
 * @param types names of the types that a value may have; empty for all
 * @param open whether fields that are not described are allowed
 * @param items null where nothing is known of them: then they may be anything
 * @param lengths those of a list
 * @param chars those of a text
 */
record SchemaPrecheck(
        boolean known,
        Set<String> types,
        Map<String, SchemaPrecheck> fields,
        Set<String> required,
        boolean open,
        @Nullable SchemaPrecheck items,
        Range lengths,
        Range chars,
        boolean time) {

    private static final DayOrTime TIME = new DayOrTime();
    private static final String DATE_TIME = "date-time";

    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "format",
            "description",
            "title",
            "example",
            "examples",
            "default");

    /** From the least to the most that is allowed. */
    record Range(int least, int most) {

        static Range of(JsonNode schema, String least, String most) {
            return new Range(schema.path(least).asInt(0), schema.path(most).asInt(Integer.MAX_VALUE));
        }

        boolean has(int size) {
            return size >= least && size <= most;
        }
    }

    SchemaPrecheck {
        types = Set.copyOf(types);
        fields = Map.copyOf(fields);
        required = Set.copyOf(required);
    }

    static SchemaPrecheck of(JsonNode schema) {
        var fields = new HashMap<String, SchemaPrecheck>();
        schema.path("properties").properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
        return new SchemaPrecheck(
                isKnown(schema),
                words(schema.path("type")),
                fields,
                words(schema.path("required")),
                schema.path("additionalProperties").asBoolean(true),
                schema.has("items") ? of(schema.path("items")) : null,
                Range.of(schema, "minItems", "maxItems"),
                Range.of(schema, "minLength", "maxLength"),
                schema.has("format"));
    }

    private static boolean isKnown(JsonNode schema) {
        var additional = schema.path("additionalProperties");
        return schema.isObject()
                && schema.properties().stream().allMatch(keyword -> KEYWORDS.contains(keyword.getKey()))
                && (additional.isMissingNode() || additional.isBoolean())
                && (!schema.has("format") || schema.path("format").asText().equals(DATE_TIME));
    }

    private static Set<String> words(JsonNode node) {
        var words = new HashSet<String>();
        if (node.isTextual()) {
            words.add(node.textValue());
        }
        node.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Whether the validator would find no fault for certain. */
    boolean accepts(JsonNode value, ExecutionContext context) {
        if (!known) {
            return false;
        }
        return switch (value.getNodeType()) {
            case OBJECT -> allows("object") && acceptsFields(value, context);
            case ARRAY -> allows("array") && lengths.has(value.size()) && acceptsItems(value, context);
            case STRING -> allows("string") && acceptsText(value.textValue(), context);
            case NUMBER -> allows("number") || (value.isIntegralNumber() && allows("integer"));
            case BOOLEAN -> allows("boolean");
            case NULL -> allows("null");
            case BINARY, MISSING, POJO -> false;
        };
    }

    private boolean allows(String type) {
        return types.isEmpty() || types.contains(type);
    }

    private boolean acceptsFields(JsonNode object, ExecutionContext context) {
        for (var name : required) {
            if (!object.has(name)) {
                return false;
            }
        }
        for (var field : object.properties()) {
            var schema = fields.get(field.getKey());
            if (schema == null ? !open : !schema.accepts(field.getValue(), context)) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptsItems(JsonNode list, ExecutionContext context) {
        if (items == null) {
            return true;
        }
        for (var item : list) {
            if (!items.accepts(item, context)) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptsText(String text, ExecutionContext context) {
        return chars.has(text.codePointCount(0, text.length())) && (!time || TIME.matches(context, text));
    }
}
