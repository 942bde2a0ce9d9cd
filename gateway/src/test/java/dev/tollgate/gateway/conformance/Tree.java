package dev.tollgate.gateway.conformance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** JSON as the suite's fixtures need it. */
final class Tree {

    /** The smallest PNG there is: one red pixel. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    /** A WAV without a sample. */
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

    private Tree() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode of(String json) {
        return Json.read(json, ObjectNode.class);
    }

    static ObjectNode text(String text) {
        return object().put("type", "text").put("text", text);
    }

    static ObjectNode image() {
        return object().put("type", "image").put("data", PNG).put("mimeType", "image/png");
    }

    static ObjectNode audio() {
        return object().put("type", "audio").put("data", WAV).put("mimeType", "audio/wav");
    }

    static ObjectNode embedded(String uri, String mimeType, String text) {
        var embedded = object().put("type", "resource");
        embedded.set("resource", textAt(uri, mimeType, text));
        return embedded;
    }

    static ObjectNode textAt(String uri, String mimeType, String text) {
        return object().put("uri", uri).put("mimeType", mimeType).put("text", text);
    }

    static ObjectNode imageAt(String uri) {
        return object().put("uri", uri).put("mimeType", "image/png").put("blob", PNG);
    }

    /** A whole list on one page. */
    static ListPage list(String field, List<ObjectNode> things) {
        var result = object();
        things.forEach(result.putArray(field)::add);
        var text = Json.text(result).getBytes(StandardCharsets.UTF_8);
        return ListPage.of(Arrays.copyOfRange(text, 1, text.length - 1));
    }
}
