package dev.tollgate.gateway.catalogue.input;

import dev.tollgate.contract.operation.Route;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the target of a method and path, segment by segment, without regular expressions. A fixed segment wins over a
 * parameter at the same position. HEAD is served wherever GET is. Immutable.
 *
 * @param <T> target of a route
 */
public final class RouteTrie<T> {

    /** Result of a look-up. */
    public sealed interface Match<T> {

        /** The route, its target, and the decoded values of its parameters in order. */
        record Found<T>(Route route, T target, List<String> parameters) implements Match<T> {

            /** The value of a parameter of the route, or null when it has none of that name. */
            public @Nullable String parameter(String name) {
                var at = route.parameters().indexOf(name);
                return at < 0 ? null : parameters.get(at);
            }
        }

        /** No route has this path. */
        record NoPath<T>() implements Match<T> {}

        /** The path exists, with these methods only. */
        record NoMethod<T>(Set<String> allowed) implements Match<T> {}
    }

    /** A route and its target; the match of a path without parameters is made once. */
    private record Leaf<T>(Route route, T target, Match.Found<T> plain) {}

    private static final class Node<T> {
        final Map<String, Node<T>> fixed = new HashMap<>();
        final Map<String, Leaf<T>> leaves = new TreeMap<>();

        @Nullable Node<T> parameter;
    }

    private final Node<T> root = new Node<>();

    /** Where whole paths without parameters lead: they win over parameters, so they need no walk. */
    private final Map<String, Node<T>> fixedPaths = new HashMap<>();

    private final List<Route> routes = new ArrayList<>();

    private RouteTrie() {}

    /** A trie of these routes. Routes of the same shape and method are the caller's fault and throw. */
    public static <T> RouteTrie<T> of(Map<Route, ? extends T> targets) {
        var trie = new RouteTrie<T>();
        targets.forEach(trie::add);
        return trie;
    }

    /** Every route, in the order it was added. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /**
     * Looks a request up.
     *
     * @param path the raw path of the request, without query; a parameter with a broken escape matches nothing
     */
    public Match<T> match(String method, String path) {
        var fixed = fixedPaths.get(path);
        if (fixed != null) {
            var leaf = leaf(fixed, method);
            return leaf == null ? new Match.NoMethod<>(allowed(fixed)) : leaf.plain();
        }
        if (path.isEmpty() || path.charAt(0) != '/') {
            return new Match.NoPath<>();
        }
        var parameters = new ArrayList<String>(2);
        var node = walk(root, path, 1, parameters);
        if (node == null) {
            return new Match.NoPath<>();
        }
        var leaf = leaf(node, method);
        return leaf == null
                ? new Match.NoMethod<>(allowed(node))
                : new Match.Found<>(leaf.route(), leaf.target(), parameters);
    }

    private static <T> @Nullable Leaf<T> leaf(Node<T> node, String method) {
        return node.leaves.get("HEAD".equals(method) ? "GET" : method);
    }

    private @Nullable Node<T> walk(Node<T> node, String path, int from, List<String> parameters) {
        if (from > path.length()) {
            return node.leaves.isEmpty() ? null : node;
        }
        var slash = path.indexOf('/', from);
        var end = slash < 0 ? path.length() : slash;
        var segment = path.substring(from, end);
        var fixed = node.fixed.get(segment);
        var found = fixed == null ? null : walk(fixed, path, end + 1, parameters);
        return found == null && node.parameter != null
                ? throughParameter(node.parameter, segment, path, end + 1, parameters)
                : found;
    }

    private @Nullable Node<T> throughParameter(
            Node<T> node, String segment, String path, int next, List<String> parameters) {
        var value = decoded(segment);
        if (value == null || value.isEmpty()) {
            return null;
        }
        var size = parameters.size();
        parameters.add(value);
        var found = walk(node, path, next, parameters);
        if (found == null) {
            parameters.subList(size, parameters.size()).clear();
        }
        return found;
    }

    private static @Nullable String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    private static Set<String> allowed(Node<?> node) {
        var methods = new TreeSet<>(node.leaves.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private void add(Route route, T target) {
        var node = root;
        for (var segment : route.path().substring(1).split("/", -1)) {
            node = segment.startsWith("{") ? parameter(node) : node.fixed.computeIfAbsent(segment, _ -> new Node<>());
        }
        var plain = new Match.Found<>(route, target, List.of());
        if (node.leaves.putIfAbsent(route.method(), new Leaf<>(route, target, plain)) != null) {
            throw new IllegalArgumentException(route + " is taken");
        }
        if (route.parameters().isEmpty()) {
            fixedPaths.put(route.path(), node);
        }
        routes.add(route);
    }

    private static <T> Node<T> parameter(Node<T> node) {
        var below = node.parameter;
        if (below == null) {
            below = new Node<>();
            node.parameter = below;
        }
        return below;
    }
}
