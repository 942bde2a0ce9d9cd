package dev.tollgate.contract.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A method and a path; parameters are in braces and named like the input's fields. */
public final class Route {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final String method;
    private final String path;
    private final List<String> parameters;

    /** @param path absolute, such as {@code /v1/tasks/{id}} */
    public Route(String method, String path) {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("not a method: " + method);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + path);
        }
        this.method = method;
        this.path = path;
        this.parameters = parameters(path);
    }

    private static List<String> parameters(String path) {
        var names = new ArrayList<String>();
        var matcher = PARAMETER.matcher(path);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return List.copyOf(names);
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /** The names in braces, from left to right. */
    public List<String> parameters() {
        return parameters;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route route && method.equals(route.method) && path.equals(route.path);
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, path);
    }

    @Override
    public String toString() {
        return method + ' ' + path;
    }
}
