package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a tool that say how much of its answer the caller wants: {@code fields} and {@code detailed}. A tool
 * whose input has a field of such a name itself keeps it.
 */
final class AnswerArguments {

    static final String FIELDS = "fields";
    static final String DETAILED = "detailed";

    private static final int FIELDS_MAX = 64;

    private final List<String> names;
    private final boolean takesFields;
    private final boolean takesDetailed;

    /**
     * Those of one tool.
     *
     * @param names the fields of its answer, by every name they have
     * @param own the properties of its input
     */
    AnswerArguments(List<String> names, JsonNode own) {
        this.names = List.copyOf(names);
        this.takesFields = !names.isEmpty() && !own.has(FIELDS);
        this.takesDetailed = !names.isEmpty() && !own.has(DETAILED);
    }

    /** Adds them to the schema that arguments are checked against. */
    void check(ObjectNode properties) {
        if (takesFields) {
            var items = properties
                    .putObject(FIELDS)
                    .put("type", "array")
                    .put("minItems", 1)
                    .put("maxItems", FIELDS_MAX)
                    .put("description", "Only these fields of the answer, beside id and version.")
                    .putObject("items")
                    .put("type", "string");
            names.forEach(items.putArray("enum")::add);
        }
        if (takesDetailed) {
            properties
                    .putObject(DETAILED)
                    .put("type", "boolean")
                    .put("description", "Also the fields for audit and synchronization.");
        }
    }

    /** Adds them to the schema that models read; the instructions of the server describe them. */
    void show(ObjectNode properties) {
        if (takesFields) {
            properties.putObject(FIELDS).put("type", "array");
        }
        if (takesDetailed) {
            properties.putObject(DETAILED).put("type", "boolean");
        }
    }

    /**
     * What is asked for. The arguments are not checked yet: more fields than the schema allows are not read.
     *
     * @param detailed whether the connection asks for details
     */
    AnswerOptions of(@Nullable JsonNode arguments, boolean detailed) {
        if (!(arguments instanceof ObjectNode tree)) {
            return new AnswerOptions(detailed, null);
        }
        var asked = tree.path(DETAILED);
        var named = tree.path(FIELDS);
        boolean said = takesDetailed && asked.isBoolean();
        boolean narrowed = takesFields && named.isArray() && named.size() <= FIELDS_MAX;
        return new AnswerOptions(said ? asked.booleanValue() : detailed, narrowed ? texts(named) : null);
    }

    private static Set<String> texts(JsonNode named) {
        var texts = new HashSet<String>();
        named.forEach(name -> texts.add(name.asText()));
        return texts;
    }

    /** Takes them out of arguments, which then have the fields of the input only. */
    void remove(ObjectNode arguments) {
        if (takesFields) {
            arguments.remove(FIELDS);
        }
        if (takesDetailed) {
            arguments.remove(DETAILED);
        }
    }
}
