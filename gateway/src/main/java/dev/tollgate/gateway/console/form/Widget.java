package dev.tollgate.gateway.console.form;

import com.fasterxml.jackson.databind.JsonNode;

/** How a property is typed in. */
public enum Widget {
    TEXT,
    TEXTAREA,
    NUMBER,
    DOLLARS,
    CHECKBOX,
    RADIO,
    SELECT,
    TIME,
    DAY,
    /** A list of texts, one per line. */
    LINES,
    /** Some of a list of choices. */
    CHECKS,
    JSON;

    private static final int RADIOS_MAX = 5;
    private static final int LINE_CHARS_MAX = 200;

    /** The widget of a property. */
    static Widget of(String name, JsonNode property) {
        if (property.has("enum")) {
            return choices(property) > RADIOS_MAX ? SELECT : RADIO;
        }
        return switch (type(property)) {
            case "boolean" -> CHECKBOX;
            case "integer", "number" -> name.endsWith("micros") ? DOLLARS : NUMBER;
            case "array" -> ofList(property.path("items"));
            case "string" -> ofText(property);
            default -> JSON;
        };
    }

    private static Widget ofList(JsonNode items) {
        if (items.has("enum")) {
            return CHECKS;
        }
        return type(items).equals("string") ? LINES : JSON;
    }

    private static Widget ofText(JsonNode property) {
        return switch (property.path("format").asText()) {
            case "date-time" -> TIME;
            case "date" -> DAY;
            default -> property.path("maxLength").asInt(0) > LINE_CHARS_MAX ? TEXTAREA : TEXT;
        };
    }

    private static int choices(JsonNode property) {
        int choices = 0;
        for (var choice : property.path("enum")) {
            choices += choice.isNull() ? 0 : 1;
        }
        return choices;
    }

    /** The type of a property besides null. */
    static String type(JsonNode property) {
        var type = property.path("type");
        if (type.isTextual()) {
            return type.asText();
        }
        for (var one : type) {
            if (!one.asText().equals("null")) {
                return one.asText();
            }
        }
        return "";
    }

    /** Whether a property may be null. */
    static boolean takesNull(JsonNode property) {
        for (var one : property.path("type")) {
            if (one.asText().equals("null")) {
                return true;
            }
        }
        return false;
    }
}
