package dev.tollgate.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes JSON for a JSON Schema: mostly what fits, at times what does not, by choices. */
public final class JsonGrammar {

    private static final int ODD = 24;
    private static final int TEXT_BYTES_MAX = 40;
    private static final int DEPTH_MAX = 8;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, List<String>> FORMATS = Map.of(
            "date-time",
            List.of(
                    "2026-01-31T09:30:00Z",
                    "2026-12-31T23:59:59.999999999+14:00",
                    "-999999999-01-01T00:00:00Z",
                    "2026-02-30T25:61:61Z"),
            "date",
            List.of("2026-01-31", "9999-12-31", "0000-01-01", "2026-02-30"),
            "uuid",
            List.of("0190a000-0000-7000-8000-000000000001", "0-0-0-0-0"),
            "uri",
            List.of("https://example.com/a?b=c", "https://[::1]/", "a:", "%"));
    private static final List<JsonNode> WRONG = List.of(
            NODES.nullNode(),
            NODES.booleanNode(true),
            NODES.numberNode(-1),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(new BigInteger("9".repeat(40))),
            NODES.numberNode(1e308),
            NODES.numberNode(new BigDecimal("1e-400")),
            NODES.textNode(""),
            NODES.textNode("\u0000"),
            NODES.textNode("\ud800"),
            NODES.textNode("a".repeat(5_000)),
            NODES.arrayNode().add(NODES.arrayNode()),
            NODES.objectNode().put("a", 1));

    private final JsonNode root;
    private final Choices choices;

    /**
     * Values by choices.
     *
     * @param root what references of the schemas point into
     */
    public JsonGrammar(JsonNode root, Choices choices) {
        this.root = root;
        this.choices = choices;
    }

    public JsonNode value(JsonNode schema) {
        return value(schema, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        if (choices.once(ODD) || depth > DEPTH_MAX) {
            return choices.of(WRONG);
        }
        if (schema.has("$ref")) {
            return value(root.at(schema.path("$ref").asText().substring(1)), depth + 1);
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(choices.below(schema.path("enum").size()));
        }
        for (var either : List.of("oneOf", "anyOf")) {
            if (schema.has(either)) {
                return value(
                        schema.path(either)
                                .get(choices.below(schema.path(either).size())),
                        depth + 1);
            }
        }
        return switch (type(schema.path("type"))) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer", "number" -> number(schema);
            case "boolean" -> NODES.booleanNode(choices.once(2));
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(text(schema));
        };
    }

    private String type(JsonNode type) {
        return type.isArray() ? type.get(choices.below(type.size())).asText() : type.asText();
    }

    private JsonNode object(JsonNode schema, int depth) {
        var made = NODES.objectNode();
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (var property : schema.path("properties").properties()) {
            if (required.contains(property.getKey()) ? !choices.once(ODD) : choices.once(2)) {
                made.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        }
        free(schema, made, depth);
        return made;
    }

    private void free(JsonNode schema, ObjectNode made, int depth) {
        var free = schema.path("additionalProperties");
        int most = free.isObject() ? 4 : choices.once(ODD) ? 2 : 1;
        for (int i = choices.below(most); i > 0; i--) {
            made.set(choices.text(TEXT_BYTES_MAX), value(free, depth + 1));
        }
    }

    private JsonNode array(JsonNode schema, int depth) {
        var made = NODES.arrayNode();
        int most = choices.once(ODD) ? schema.path("maxItems").asInt(100) + 1 : choices.below(4);
        for (int i = 0; i < most; i++) {
            made.add(value(schema.path("items"), depth + 1));
        }
        return made;
    }

    private JsonNode number(JsonNode schema) {
        long least = schema.path("minimum").asLong(-2);
        return switch (choices.below(4)) {
            case 0 -> NODES.numberNode(schema.path("maximum").asLong(1_000_000));
            case 1 -> NODES.numberNode(new BigDecimal(choices.below(65_536)).movePointLeft(choices.below(6)));
            default -> NODES.numberNode(least + choices.below(256));
        };
    }

    private String text(JsonNode schema) {
        var pattern = schema.path("pattern").asText();
        if (pattern.contains("{25}$") && !choices.once(ODD)) {
            return pattern.substring(1, pattern.indexOf('_') + 1) + "0" + "0123456789abcdefghjkmnpqr".substring(0, 25);
        }
        var formats = FORMATS.get(schema.path("format").asText());
        if (formats != null) {
            return choices.of(formats);
        }
        return switch (choices.below(6)) {
            case 0 -> choices.text(TEXT_BYTES_MAX);
            case 1 -> "a".repeat(Math.min(schema.path("maxLength").asInt(10), 2_000) + choices.below(2));
            case 2 -> "ada@example.org";
            case 3 -> "USD";
            case 4 -> "2026-01";
            default -> "https://example.com/hook";
        };
    }
}
