package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says in one quick pass whether a document is certainly valid, so that the validator need not read it: for types,
 * fields, items, lengths, times, patterns, words and bounds of whole numbers. Of a value whose schema has any other
 * keyword nothing is certain, and the validator decides. Immutable.
 *
 * @param known whether the schema has no other keywords
 * @param types names of the types that a value may have; empty for all
 */
record SchemaPrecheck(boolean known, Set<String> types, Fields fields, Items items, Texts texts, Range<Long> numbers) {

    private static final DayOrTime TIME = new DayOrTime();
    private static final String DATE_TIME = "date-time";
    private static final String MINIMUM = "minimum";
    private static final String MAXIMUM = "maximum";
    private static final String ENUM = "enum";

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
            "pattern",
            ENUM,
            MINIMUM,
            MAXIMUM,
            "description",
            "title",
            "example",
            "examples",
            "default");

    /** From the least to the most that is allowed; null for any. */
    record Range<N extends Comparable<N>>(
            @Nullable N least, @Nullable N most) {

        static Range<Integer> ofSizes(JsonNode schema, String least, String most) {
            return new Range<>(schema.path(least).asInt(0), schema.path(most).asInt(Integer.MAX_VALUE));
        }

        static Range<Long> ofNumbers(JsonNode schema) {
            return new Range<>(bound(schema.path(MINIMUM)), bound(schema.path(MAXIMUM)));
        }

        private static @Nullable Long bound(JsonNode bound) {
            return bound.isMissingNode() ? null : Long.valueOf(bound.asLong());
        }

        boolean isOpen() {
            return least == null && most == null;
        }

        boolean has(N value) {
            return (least == null || value.compareTo(least) >= 0) && (most == null || value.compareTo(most) <= 0);
        }
    }

    /**
     * Fields of an object.
     *
     * @param open whether fields that are not described are allowed
     */
    record Fields(Map<String, SchemaPrecheck> described, Set<String> required, boolean open) {

        Fields {
            described = Map.copyOf(described);
            required = Set.copyOf(required);
        }

        static Fields of(JsonNode schema) {
            var described = new HashMap<String, SchemaPrecheck>();
            schema.path("properties")
                    .properties()
                    .forEach(field -> described.put(field.getKey(), SchemaPrecheck.of(field.getValue())));
            return new Fields(
                    described,
                    words(schema.path("required")),
                    schema.path("additionalProperties").asBoolean(true));
        }

        private boolean accept(JsonNode object, ExecutionContext context) {
            for (var name : required) {
                if (!object.has(name)) {
                    return false;
                }
            }
            for (var field : object.properties()) {
                var schema = described.get(field.getKey());
                if (schema == null ? !open : !schema.accepts(field.getValue(), context)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Items of a list.
     *
     * @param each null where nothing is known of them: then they may be anything
     */
    record Items(@Nullable SchemaPrecheck each, Range<Integer> sizes) {

        static Items of(JsonNode schema) {
            return new Items(
                    schema.has("items") ? SchemaPrecheck.of(schema.path("items")) : null,
                    Range.ofSizes(schema, "minItems", "maxItems"));
        }

        private boolean accept(JsonNode list, ExecutionContext context) {
            if (!sizes.has(list.size())) {
                return false;
            }
            if (each != null) {
                for (var item : list) {
                    if (!each.accepts(item, context)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /**
     * Texts.
     *
     * @param pattern null for any
     * @param words the only ones that are allowed; null for any
     */
    record Texts(
            Range<Integer> chars,
            boolean time,
            @Nullable Pattern pattern,
            @Nullable Set<String> words) {

        Texts {
            words = words == null ? null : Set.copyOf(words);
        }

        static Texts of(JsonNode schema) {
            return new Texts(
                    Range.ofSizes(schema, "minLength", "maxLength"),
                    schema.has("format"),
                    schema.path("pattern").isTextual()
                            ? Pattern.compile(schema.path("pattern").textValue())
                            : null,
                    schema.has(ENUM) ? SchemaPrecheck.words(schema.path(ENUM)) : null);
        }

        private boolean accept(String text, ExecutionContext context) {
            return chars.has(text.codePointCount(0, text.length()))
                    && (words == null || words.contains(text))
                    && (pattern == null || isWhole(pattern, text))
                    && (!time || TIME.matches(context, text));
        }

        /** Whether the first match is all of the text: then it has one, whichever ends of it the pattern names. */
        private static boolean isWhole(Pattern pattern, String text) {
            var match = pattern.matcher(text);
            return match.find() && match.start() == 0 && match.end() == text.length();
        }
    }

    SchemaPrecheck {
        types = Set.copyOf(types);
    }

    static SchemaPrecheck of(JsonNode schema) {
        return new SchemaPrecheck(
                isKnown(schema),
                words(schema.path("type")),
                Fields.of(schema),
                Items.of(schema),
                Texts.of(schema),
                Range.ofNumbers(schema));
    }

    private static boolean isKnown(JsonNode schema) {
        var additional = schema.path("additionalProperties");
        return schema.isObject()
                && schema.properties().stream().allMatch(keyword -> KEYWORDS.contains(keyword.getKey()))
                && (additional.isMissingNode() || additional.isBoolean())
                && (!schema.has("format") || schema.path("format").asText().equals(DATE_TIME))
                && isBound(schema.path(MINIMUM))
                && isBound(schema.path(MAXIMUM));
    }

    private static boolean isBound(JsonNode bound) {
        return bound.isMissingNode() || (bound.canConvertToExactIntegral() && bound.canConvertToLong());
    }

    private static Set<String> words(JsonNode node) {
        var words = new HashSet<String>();
        if (node.isTextual()) {
            words.add(node.textValue());
        }
        node.forEach(word -> {
            if (word.isTextual()) {
                words.add(word.textValue());
            }
        });
        return words;
    }

    /** Whether the validator would find no fault for certain. */
    boolean accepts(JsonNode value, ExecutionContext context) {
        if (!known || (texts.words() != null && !value.isTextual())) {
            return false;
        }
        return switch (value.getNodeType()) {
            case OBJECT -> allows("object") && fields.accept(value, context);
            case ARRAY -> allows("array") && items.accept(value, context);
            case STRING -> allows("string") && texts.accept(value.textValue(), context);
            case NUMBER -> acceptsNumber(value);
            case BOOLEAN -> allows("boolean");
            case NULL -> allows("null");
            case BINARY, MISSING, POJO -> false;
        };
    }

    private boolean acceptsNumber(JsonNode value) {
        return (allows("number") || (value.isIntegralNumber() && allows("integer")))
                && (numbers.isOpen()
                        || (value.isIntegralNumber() && value.canConvertToLong() && numbers.has(value.longValue())));
    }

    private boolean allows(String type) {
        return types.isEmpty() || types.contains(type);
    }
}
