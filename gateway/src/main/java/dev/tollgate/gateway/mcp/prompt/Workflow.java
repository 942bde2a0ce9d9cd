package dev.tollgate.gateway.mcp.prompt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workflow with the product, in steps. Texts may contain {@code {argument}}; a step with a missing argument is left
 * out, as is an optional step whose operation the caller may not call.
 *
 * @param name what clients call it, {@code verb_noun}
 */
record Workflow(
        String name, String title, String description, List<Argument> arguments, String opening, List<Step> steps) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /**
     * Something to say when the prompt is picked.
     *
     * @param values what it may be; empty for any text
     */
    record Argument(String name, String description, boolean required, List<String> values) {

        Argument {
            values = List.copyOf(values);
        }

        static Argument text(String name, String description) {
            return new Argument(name, description, false, List.of());
        }

        static Argument requiredText(String name, String description) {
            return new Argument(name, description, true, List.of());
        }

        static Argument oneOf(String name, String description, String... values) {
            return new Argument(name, description, false, List.of(values));
        }
    }

    /**
     * One thing to do.
     *
     * @param operation the tool it takes; null for thinking and telling
     * @param needed whether the workflow is worth nothing without that tool
     */
    record Step(@Nullable String operation, boolean needed, String text) {

        static Step with(String operation, String text) {
            return new Step(operation, true, text);
        }

        static Step maybe(String operation, String text) {
            return new Step(operation, false, text);
        }

        static Step then(String text) {
            return new Step(null, false, text);
        }
    }

    Workflow {
        arguments = List.copyOf(arguments);
        steps = List.copyOf(steps);
    }

    /** As clients see it in a list. */
    ObjectNode asPrompt() {
        var prompt = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("title", title)
                .put("description", description);
        var list = prompt.putArray("arguments");
        for (var argument : arguments) {
            list.addObject()
                    .put("name", argument.name())
                    .put("description", argument.description())
                    .put("required", argument.required());
        }
        return prompt;
    }

    /** The arguments in a text. */
    static List<String> places(String text) {
        var names = new ArrayList<String>();
        var matcher = PLACE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
