package dev.tollgate.contract.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A method and a path; parameters are in braces and named like the input's fields.
 *
 * @param path absolute, such as {@code /v1/tasks/{id}}
 */
public record Route(String method, String path) {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    public Route {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("not a method: " + method);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + path);
        }
    }

    /** The names in braces, from left to right. */
    public List<String> parameters() {
        var names = new ArrayList<String>();
        var matcher = PARAMETER.matcher(path);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return List.copyOf(names);
    }

    @Override
    public String toString() {
        return method + ' ' + path;
    }
}
