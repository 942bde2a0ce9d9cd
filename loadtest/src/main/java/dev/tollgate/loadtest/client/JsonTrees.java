package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON of requests, responses and figures. */
public final class JsonTrees {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private JsonTrees() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A missing node if the text is empty or not JSON. */
    public static JsonNode read(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** Reads a record whose fields have snake-case names. */
    public static <T> T convert(JsonNode json, Class<T> type) {
        return MAPPER.convertValue(json, type);
    }

    /** Adds the components of a record as fields with snake-case names. */
    public static void write(Record figures, ObjectNode into) {
        into.setAll(MAPPER.<ObjectNode>valueToTree(figures));
    }
}
