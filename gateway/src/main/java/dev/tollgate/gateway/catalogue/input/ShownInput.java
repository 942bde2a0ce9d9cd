package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.schema.Components;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input schema of a tool as models read it: names, types, choices, and what a description adds to a name. It allows
 * everything that the checked schema allows: bounds and patterns are told by the faults of a call, and what all tools
 * have in common by the instructions of the server.
 */
final class ShownInput {

    /** The instructions tell its values. */
    private static final String SORT = "sort";

    private static final String QUERY = "query";

    /** Arguments that mean the same in every tool. */
    static final Set<String> COMMON = Set.of(
            "idempotency_key",
            "if_version",
            "dry_run",
            "limit",
            "cursor",
            QUERY,
            SORT,
            "custom_fields",
            "related_type",
            "related_id");

    /** Arguments for programs that synchronize, which the instructions name and no tool shows. */
    static final Set<String> OF_SYNCHRONIZATION =
            Set.of("external_source", "external_id", "on_existing", "updated_since", "deleted");

    /** Beside the name of a field these say nothing. */
    private static final Set<String> EMPTY_WORDS =
            Set.of("", "a", "an", "about", "filter", "by", "id", "in", "is", "it", "its", "of", "or", "the");

    private static final String ITEMS = "items";
    private static final String OF_BATCH = "As for one.";

    /** A day is as good as a time, so the format would be stricter than the check. */
    private static final String TIME = "date-time";

    private final String tool;

    private ShownInput(String tool) {
        this.tool = tool;
    }

    static ObjectNode of(String tool, ObjectNode checked, List<NamedReference> references) {
        var shown = new ShownInput(tool).object(checked, true);
        for (var reference : references) {
            optional(shown, reference);
        }
        return shown;
    }

    /** An argument that may be sent under another name is not required under this one; its description says so. */
    private static void optional(JsonNode holder, NamedReference reference) {
        if (!(holder.get("required") instanceof ArrayNode required)) {
            return;
        }
        int before = required.size();
        required.removeIf(name -> name.asText().equals(reference.field()));
        if (required.size() < before && holder.at("/properties/" + reference.field()) instanceof ObjectNode field) {
            var description = field.path("description").asText();
            field.put(
                    "description",
                    (description + " Required, unless " + reference.shown() + " gives its name.").strip());
        }
    }

    private ObjectNode object(JsonNode checked, boolean described) {
        var shown = value(checked);
        var properties = shown.putObject("properties");
        checked.path("properties").properties().stream()
                .filter(field -> !OF_SYNCHRONIZATION.contains(field.getKey()))
                .forEach(field -> properties.set(field.getKey(), field(field.getKey(), field.getValue(), described)));
        if (checked.has("required")) {
            shown.set("required", checked.get("required").deepCopy());
        }
        return shown;
    }

    private ObjectNode field(String name, JsonNode checked, boolean described) {
        var shown = checked.has("properties") ? object(checked, described) : value(checked);
        var description = described ? description(name, checked) : null;
        if (description != null) {
            shown.put("description", description);
        }
        if (name.equals(SORT)) {
            shown.remove("enum");
        }
        if (name.equals(ITEMS) && checked.path(ITEMS).has("properties")) {
            // The items of a batch are what the tool for one of them shows.
            shown.putObject(ITEMS).put("type", "object").put("description", OF_BATCH);
        } else if (checked.has(ITEMS) && !showsExample(description)) {
            shown.set(ITEMS, field("", checked.get(ITEMS), false));
        }
        return shown;
    }

    /** An example of an element in JSON is shorter than its schema. */
    private static boolean showsExample(@Nullable String description) {
        return description != null && description.contains("[{");
    }

    private static ObjectNode value(JsonNode checked) {
        var shown = JsonNodeFactory.instance.objectNode();
        for (var keyword : List.of("type", "format", "enum")) {
            var value = checked.get(keyword);
            if (value != null && !value.asText().equals(TIME)) {
                shown.set(keyword, value);
            }
        }
        return shown;
    }

    private @Nullable String description(String name, JsonNode checked) {
        var text = checked.path("description").asText();
        if (isCommon(name, checked) || text.startsWith(Components.FILTER)) {
            return null;
        }
        var rest =
                text.replace(Components.CLEARED, "").replace(Components.DAY, "").strip();
        var added = words(rest);
        added.removeAll(EMPTY_WORDS);
        added.removeAll(words(name));
        added.removeAll(words(tool));
        checked.path("enum")
                .forEach(choice -> added.removeAll(words(choice.asText().replace('_', ' '))));
        checked.path("enum").forEach(choice -> added.remove(choice.asText()));
        return added.isEmpty() ? null : rest;
    }

    /** A query that is an object is no words to search for. */
    private static boolean isCommon(String name, JsonNode checked) {
        return COMMON.contains(name)
                && !(name.equals(QUERY) && checked.path("type").asText().equals("object"));
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)));
    }
}
