package dev.tollgate.gateway.catalogue.input;

import dev.tollgate.fuzz.Offered;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.CompiledFace;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;

/** Any path and query is found with all its parameters or not at all, and read or refused. */
public final class PathFuzz {

    private PathFuzz() {}

    /** A line: method, space, path and query. */
    public static void fuzzerTestOneInput(byte[] input) {
        var words = Property.text(input).split(" ", 2);
        var path = words[words.length - 1];
        int query = path.indexOf('?');
        var raw = query < 0 ? path : path.substring(0, query);
        switch (Offered.CATALOGUE.routes().match(words[0], raw)) {
            case RouteTrie.Match.NoPath<CompiledFace<?, ?>> _ -> {}
            case RouteTrie.Match.NoMethod<CompiledFace<?, ?>>(var allowed) ->
                Property.holds(!allowed.isEmpty() && !allowed.contains(words[0]), "what is allowed was not asked");
            case RouteTrie.Match.Found<CompiledFace<?, ?>> found -> {
                again(words[0], found);
                read(found, path);
            }
        }
    }

    private static void again(String method, RouteTrie.Match.Found<CompiledFace<?, ?>> found) {
        Property.holds(found.parameters().size() == found.route().parameters().size(), "every parameter has its value");
        var path = found.route().path();
        for (int i = 0; i < found.parameters().size(); i++) {
            path = path.replace(
                    '{' + found.route().parameters().get(i) + '}',
                    escaped(found.parameters().get(i)));
        }
        Property.holds(
                Offered.CATALOGUE.routes().match(method, path) instanceof RouteTrie.Match.Found<CompiledFace<?, ?>> same
                        && same.route().equals(found.route())
                        && same.parameters().equals(found.parameters()),
                "a path printed from what was found finds the same: " + path);
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(String.format("%%%02x", octet & 0xff));
        }
        return escaped.toString();
    }

    private static void read(RouteTrie.Match.Found<CompiledFace<?, ?>> found, String path) {
        var query = MultiMap.caseInsensitiveMultiMap();
        try {
            new QueryStringDecoder(path)
                    .parameters()
                    .forEach((name, values) -> values.forEach(value -> query.add(name, value)));
        } catch (IllegalArgumentException brokenEscape) {
            return;
        }
        InputRuns.rest(found.target(), found, query, null);
    }
}
