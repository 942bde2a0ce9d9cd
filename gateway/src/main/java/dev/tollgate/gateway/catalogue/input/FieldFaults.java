package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.tollgate.contract.outcome.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says what a validator found in words a caller can act on: the path as they wrote it, and what would be right. */
final class FieldFaults {

    private static final String NO_FIELD = "is not a field of this input";

    /** Unknown fields of one input for which a similar one is looked for. */
    private static final int GUESSES_MAX = 3;

    private final JsonNode document;
    private final Set<String> hidden;
    private boolean listed;
    private int guesses;

    /**
     * Faults of one input.
     *
     * @param document the schema it was held against
     * @param hidden fields that the caller cannot send where it sends the others
     */
    FieldFaults(JsonNode document, Set<String> hidden) {
        this.document = document;
        this.hidden = hidden;
    }

    FieldError of(Error error) {
        var path = path(error.getInstanceLocation());
        var keyword = error.getKeyword();
        if ("required".equals(keyword)) {
            return new FieldError(below(path, error.getProperty()), "is required");
        }
        if ("additionalProperties".equals(keyword) || "false".equals(keyword)) {
            return new FieldError(below(path, error.getProperty()), unknown(error));
        }
        return "pattern".equals(keyword)
                ? new FieldError(path, PatternWords.of(error.getSchemaNode().asText(), schema(error)))
                : new FieldError(path, message(keyword, error.getSchemaNode(), error));
    }

    /** That there is no such field, which one was probably meant and, once an input, which there are. */
    private String unknown(Error error) {
        var known = new ArrayList<String>();
        schema(error).path("properties").fieldNames().forEachRemaining(known::add);
        known.removeAll(hidden);
        var nearest = guesses++ < GUESSES_MAX ? Nearest.to(error.getProperty(), known) : null;
        var guess = nearest == null ? "" : "; did you mean " + nearest + '?';
        if (listed || known.isEmpty()) {
            return NO_FIELD + guess;
        }
        listed = true;
        return NO_FIELD + (guess.isEmpty() ? "." : guess) + " Fields: " + String.join(", ", known);
    }

    /** The schema of the value that a fault is about. */
    private JsonNode schema(Error error) {
        var location = error.getInstanceLocation();
        var schema = document;
        for (int i = 0; i < location.getNameCount(); i++) {
            var element = location.getElement(i);
            schema = element instanceof Integer
                    ? schema.path("items")
                    : schema.path("properties").path(element.toString());
        }
        return schema;
    }

    /** A value that fits the schema and still not its record, such as a number beyond its type. */
    static FieldError of(JsonMappingException unfit) {
        var path = "";
        for (var step : unfit.getPath()) {
            path = step.getFieldName() == null ? path + '[' + step.getIndex() + ']' : below(path, step.getFieldName());
        }
        if (path.isEmpty()) {
            path = "input";
        }
        var range = unfit.getOriginalMessage().contains("out of range");
        return new FieldError(path, range ? "is out of range" : "is not valid");
    }

    static String below(String path, String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    private static String path(NodePath location) {
        var path = new StringBuilder();
        for (int i = 0; i < location.getNameCount(); i++) {
            var element = location.getElement(i);
            if (element instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(element);
            }
        }
        return path.toString();
    }

    private static String message(String keyword, JsonNode limit, Error error) {
        return switch (keyword) {
            case "type" -> "must be " + types(limit);
            case "enum" -> "must be one of " + list(limit);
            case "const" -> "must be " + limit.asText();
            case "minLength" ->
                limit.asInt() == 1 ? "must not be empty" : "must have at least " + limit + " characters";
            case "maxLength" -> "must have at most " + limit + " characters";
            case "minimum" -> "must be at least " + limit;
            case "maximum" -> "must be at most " + limit;
            case "exclusiveMinimum" -> "must be more than " + limit;
            case "exclusiveMaximum" -> "must be less than " + limit;
            case "minItems" -> limit.asInt() == 1 ? "must not be empty" : "must have at least " + limit + " items";
            case "maxItems" -> "must have at most " + limit + " items";
            case "uniqueItems" -> "must not contain duplicates";
            case "maxProperties" -> "must have at most " + limit + " fields";
            case "propertyNames" -> "has a field name that is not allowed";
            case "format" -> format(limit.asText());
            // The keywords of a schema are text, so this cannot be exhaustive; the validator's sentence is the
            // fallback.
            default -> error.getMessage();
        };
    }

    private static String types(JsonNode type) {
        var names = new ArrayList<String>();
        for (var one : type.isArray() ? type : List.of(type)) {
            names.add(typeName(one.asText()));
        }
        return String.join(" or ", names);
    }

    private static String typeName(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "array" -> "a list";
            case "object" -> "an object";
            case "boolean" -> "true or false";
            case "null" -> "null";
            default -> "a " + type;
        };
    }

    private static String list(JsonNode values) {
        var words = new ArrayList<String>();
        values.forEach(value -> words.add(value.isNull() ? "null" : value.asText()));
        return String.join(", ", words);
    }

    private static String format(String format) {
        return switch (format) {
            case "date-time" -> "must be a time such as 2026-01-31T09:30:00Z, or a day such as 2026-01-31";
            case "date" -> "must be a date such as 2026-01-31";
            case "email" -> "must be an e-mail address";
            case "uri" -> "must be a URL";
            default -> "must be a " + format;
        };
    }
}
