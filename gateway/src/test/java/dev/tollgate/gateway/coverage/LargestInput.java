package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.CompiledFace;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fills fields of an input up to the limits of their schema: texts, lists, numbers of a page and free fields. Values
 * that only some texts are legal for, such as ids, times, words and addresses, stay as they are.
 */
final class LargestInput {

    /** A body has at most 1 MiB. */
    private static final int BODY_BYTES_MAX = 1_000_000;

    /** Fields of the sample that are filled are halved until the body fits. */
    private static final int HALVINGS_MAX = 12;

    private static final String LIMIT = "limit";

    /** Only one that a page gave is taken. */
    private static final String CURSOR = "cursor";

    /** Two bytes in UTF-8, and a character that JSON escapes. */
    private static final String EXPENSIVE = "ä\"";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private LargestInput() {}

    /** The sample, and as many of its fields as large as they may be as the operation takes. */
    static ObjectNode of(CompiledFace<?, ?> face, ObjectNode sample) {
        return of(face, sample, Set.of());
    }

    /**
     * The same.
     *
     * @param kept fields that stay as they are
     */
    static ObjectNode of(CompiledFace<?, ?> face, ObjectNode sample, Set<String> kept) {
        var input = face.rest().schema();
        var largest = sample;
        for (var property : input.document().path("properties").properties()) {
            var name = property.getKey();
            boolean keeps = kept.contains(name)
                    || name.equals(CURSOR)
                    || face.face().route().parameters().contains(name);
            var filled = keeps ? largest : filled(input.document(), largest, name);
            if (input.faults(filled).isEmpty()) {
                largest = filled;
            }
        }
        return largest;
    }

    /** The sample with one of its fields, or one that it lacks, as large as it may be; the sample if it cannot be. */
    private static ObjectNode filled(ObjectNode schema, ObjectNode sample, String field) {
        int share = 1;
        var filled = sample.deepCopy();
        for (int halving = 0; halving < HALVINGS_MAX; halving++) {
            filled = sample.deepCopy();
            var value = value(schema.path("properties").path(field), sample.path(field), field, share);
            if (!value.isMissingNode()) {
                filled.set(field, value);
            }
            if (filled.toString().getBytes(StandardCharsets.UTF_8).length <= BODY_BYTES_MAX) {
                return filled;
            }
            share *= 2;
        }
        return filled;
    }

    private static JsonNode value(JsonNode schema, JsonNode sample, String name, int share) {
        if (schema.has("enum") || schema.has("format") || schema.has("pattern")) {
            return sample;
        }
        return switch (type(schema)) {
            case "string" -> NODES.textNode(text(schema.path("maxLength").asInt(0) / share, sample));
            case "integer" ->
                name.equals(LIMIT) ? NODES.numberNode(schema.path("maximum").asInt(1)) : sample;
            case "array" -> list(schema, sample, share);
            case "object" -> object(schema, sample, share);
            default -> sample;
        };
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText();
    }

    /** Begins with a number, for texts that are unique. */
    private static String text(int length, JsonNode sample) {
        var start = "n" + NUMBERS.incrementAndGet() + ' ';
        return length > start.length() ? start + expensive(length - start.length()) : sample.asText("Sample");
    }

    private static String expensive(int length) {
        return EXPENSIVE.repeat(length).substring(0, length);
    }

    private static JsonNode list(JsonNode schema, JsonNode sample, int share) {
        var first = sample.path(0);
        if (first.isMissingNode()) {
            return sample;
        }
        var list = NODES.arrayNode();
        int items = Math.max(1, schema.path("maxItems").asInt(1) / share);
        for (int item = 0; item < items; item++) {
            list.add(value(schema.path("items"), first, "", share));
        }
        return list;
    }

    private static JsonNode object(JsonNode schema, JsonNode sample, int share) {
        var object = sample.isObject() ? sample.<ObjectNode>deepCopy() : NODES.objectNode();
        for (var property : schema.path("properties").properties()) {
            var present = sample.path(property.getKey());
            if (!present.isMissingNode()) {
                object.set(property.getKey(), value(property.getValue(), present, property.getKey(), share));
            }
        }
        var value = schema.path("additionalProperties");
        if (value.isObject() && schema.has("maxProperties")) {
            int fields = schema.path("maxProperties").asInt();
            for (int field = object.size(); field < fields; field++) {
                object.put(
                        "field_" + field,
                        expensive(Math.max(1, value.path("maxLength").asInt() / share)));
            }
        }
        return object;
    }
}
