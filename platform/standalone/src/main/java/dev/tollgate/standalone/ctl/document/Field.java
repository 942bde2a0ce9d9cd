package dev.tollgate.standalone.ctl.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.gateway.catalogue.input.QueryText;
import java.util.ArrayList;
import java.util.List;

/**
 * One field of an input: what a command has an option or a positional argument for.
 *
 * @param name as the document has it, in snake_case
 */
public record Field(String name, JsonNode schema, boolean required) {

    /** The name on a command line: {@code expires_at} is {@code expires-at}. */
    public String dashed() {
        return name.replace('_', '-');
    }

    public String description() {
        return schema.path("description").asText("");
    }

    /** Whether it is a list of plain values; one of objects is written as JSON. */
    public boolean isList() {
        return QueryText.isList(schema) && !isJson();
    }

    private boolean isJson() {
        var items = schema.path("items");
        return types().contains("object") || items.has("properties") || items.has("$ref");
    }

    public boolean isFlag() {
        return types().contains("boolean");
    }

    public boolean isTime() {
        return schema.path("format").asText().equals("date-time");
    }

    public boolean isDay() {
        return schema.path("format").asText().equals("date");
    }

    /** The words it is chosen from; empty where it is free. */
    public List<String> words() {
        var words = new ArrayList<String>();
        var declared = isList() ? schema.path("items").path("enum") : schema.path("enum");
        declared.forEach(word -> {
            if (!word.isNull()) {
                words.add(word.asText());
            }
        });
        return words;
    }

    /** Placeholder of a value in a usage line. */
    public String label() {
        if (!words().isEmpty()) {
            return String.join("|", words());
        }
        if (types().contains("integer") || types().contains("number")) {
            return "NUMBER";
        }
        if (isJson()) {
            return "JSON";
        }
        return switch (schema.path("format").asText()) {
            case "date-time" -> "TIME";
            case "date" -> "DATE";
            default -> name.equals("id") || name.endsWith("_id") ? "ID" : "TEXT";
        };
    }

    /** Text as the JSON the schema asks for; what does not fit stays text, so that the check says what is wrong. */
    public JsonNode value(List<String> texts) {
        if (isList()) {
            return QueryText.list(schema, texts);
        }
        var text = texts.getLast();
        return isJson() ? json(text) : QueryText.value(schema, text);
    }

    private static JsonNode json(String text) {
        try {
            return JsonNodes.read(text);
        } catch (JsonProcessingException notJson) {
            return new TextNode(text);
        }
    }

    private List<String> types() {
        var types = new ArrayList<String>();
        var declared = schema.path("type");
        if (declared.isArray()) {
            declared.forEach(type -> types.add(type.asText()));
        } else {
            types.add(declared.asText());
        }
        return types;
    }
}
