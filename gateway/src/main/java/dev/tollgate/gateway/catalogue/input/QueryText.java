package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * Text from a path or a query as the JSON its schema asks for. Text that does not fit stays text, so that the validator
 * says what is wrong with it.
 */
public final class QueryText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private QueryText() {}

    public static boolean isList(JsonNode schema) {
        return has(schema, "array");
    }

    /** A list, given as repeated parameters, separated by commas, or both. */
    public static JsonNode list(JsonNode schema, List<String> values) {
        var list = NODES.arrayNode();
        for (var value : values) {
            for (var item : value.split(",", -1)) {
                list.add(value(schema.path("items"), item));
            }
        }
        return list;
    }

    public static JsonNode value(JsonNode schema, String text) {
        if (has(schema, "integer")) {
            return integer(text);
        }
        if (has(schema, "number")) {
            return number(text);
        }
        if (has(schema, "boolean")) {
            return flag(text);
        }
        return NODES.textNode(text);
    }

    private static JsonNode integer(String text) {
        try {
            return NODES.numberNode(Long.parseLong(text));
        } catch (NumberFormatException no) {
            return new TextNode(text);
        }
    }

    private static JsonNode number(String text) {
        try {
            return NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException no) {
            return new TextNode(text);
        }
    }

    private static JsonNode flag(String text) {
        return switch (text) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            default -> new TextNode(text);
        };
    }

    private static boolean has(JsonNode schema, String type) {
        var declared = schema.path("type");
        if (!declared.isArray()) {
            return type.equals(declared.asText());
        }
        for (var one : declared) {
            if (type.equals(one.asText())) {
                return true;
            }
        }
        return false;
    }
}
