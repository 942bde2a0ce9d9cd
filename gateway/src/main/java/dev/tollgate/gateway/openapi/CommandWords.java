package dev.tollgate.gateway.openapi;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The two words that reach a control operation on a command line: {@code api-keys rotate}. The group is what the path
 * ends in, the verb how the operation is called; operations on a tenant and on a workspace have the same words.
 */
record CommandWords(String group, String verb) {

    private static final String PLANE = "/control/v1/";

    /** Verbs that every resource has, by the first word of an operation's name. */
    private static final Map<String, String> USUAL = Map.of(
            "create", "create",
            "request", "create",
            "list", "list",
            "get", "get",
            "read", "get",
            "update", "update",
            "delete", "delete",
            "set", "set");

    static CommandWords of(Operation<?, ?> operation, Route route) {
        var steps = List.of(route.path().substring(PLANE.length()).split("/"));
        var words = nouns(steps);
        var first = verb(operation);
        var usual = USUAL.get(first);
        if (usual != null) {
            return new CommandWords(words.getLast(), usual);
        }
        if (!acts(operation, steps) || words.size() < 2) {
            return new CommandWords(words.getLast(), first);
        }
        return new CommandWords(words.get(words.size() - 2), words.getLast());
    }

    /** Whether the path ends in what is done to a record ({@code …/{id}/rotate}), and not in where records are. */
    private static boolean acts(Operation<?, ?> operation, List<String> steps) {
        var last = steps.getLast();
        var noun = operation.resource().replace('_', '-');
        return !parameter(last)
                && !last.contains(".")
                && !last.startsWith(noun)
                && steps.size() > 1
                && (parameter(steps.get(steps.size() - 2)) || last.equals(verb(operation)));
    }

    private static String verb(Operation<?, ?> operation) {
        return operation.name().substring(0, operation.name().indexOf('_'));
    }

    /** The fixed parts of a path, without what is only a form: {@code usage.csv} is {@code usage}. */
    private static List<String> nouns(List<String> steps) {
        var nouns = new ArrayList<String>();
        for (var step : steps) {
            if (!parameter(step)) {
                var dot = step.indexOf('.');
                nouns.add((dot > 0 ? step.substring(0, dot) : step).toLowerCase(Locale.ROOT));
            }
        }
        return nouns;
    }

    private static boolean parameter(String step) {
        return step.startsWith("{");
    }

    @Override
    public String toString() {
        return group + ' ' + verb;
    }
}
