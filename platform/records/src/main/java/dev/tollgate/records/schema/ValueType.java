package dev.tollgate.records.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Types of values. */
enum ValueType {
    STRING("text", "minLength", "maxLength"),
    INTEGER("a whole number", "minimum", "maximum"),
    NUMBER("a number", "minimum", "maximum"),
    BOOLEAN("true or false", "", ""),
    ARRAY("a list", "minItems", "maxItems"),
    OBJECT("an object", "", "");

    /** The words of all. */
    static final String ALL = Arrays.stream(values()).map(ValueType::word).collect(Collectors.joining(", "));

    final String words;

    /** The keyword of its lower bound; empty where it has no bounds. */
    final String least;

    final String most;

    ValueType(String words, String least, String most) {
        this.words = words;
        this.least = least;
        this.most = most;
    }

    /** As schemas write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ValueType> named(Object word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** The keywords that a schema of it may have. */
    List<String> keywords() {
        var own = switch (this) {
            case STRING -> List.of(least, most, "pattern", "format", "enum", "const", "x-ref", "x-collection");
            case INTEGER, NUMBER -> List.of(least, most, "multipleOf", "enum", "const");
            case BOOLEAN -> List.of("enum", "const");
            case ARRAY -> List.of("items", least, most, "uniqueItems");
            case OBJECT -> List.of("properties", "required", "additionalProperties");
        };
        return Stream.concat(Stream.of("type", "title", "description", "default"), own.stream())
                .toList();
    }

    boolean isScalar() {
        return this != ARRAY && this != OBJECT;
    }

    boolean isNumeric() {
        return this == INTEGER || this == NUMBER;
    }
}
