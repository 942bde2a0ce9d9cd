package dev.tollgate.gateway.coverage;

import dev.tollgate.gateway.fixture.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies and heads that no client sends in good faith: deep, long, repetitive. */
final class HostileRequests {

    private static final int BODY_BYTES = 1_000_000;

    /** The largest body that a loop reads itself. */
    private static final int LOOP_BYTES = 16_000;

    private static final int TARGET_BYTES = 7_000;

    private final World world;
    private final Map<String, Supplier<Supplier<Reply>>> all = new LinkedHashMap<>();

    private HostileRequests(World world) {
        this.world = world;
    }

    /** All of them by name. */
    static Map<String, Supplier<Supplier<Reply>>> of(World world) {
        var requests = new HostileRequests(world);
        requests.bodies();
        requests.heads();
        return requests.all;
    }

    private void bodies() {
        var open = "[".repeat(BODY_BYTES);
        var empty = "{\"items\":[" + "{},".repeat(BODY_BYTES / 3 - 10) + "{}]}";
        var names = IntStream.range(0, LOOP_BYTES / 10)
                .mapToObj(at -> "\"f%04d\":1".formatted(at))
                .collect(Collectors.joining(",", "{", "}"));
        var deep = "{\"custom_fields\":" + "{\"a\":".repeat(30) + "1" + "}".repeat(30) + '}';
        var escapes = "{\"name\":\"" + "\\u00e9".repeat(BODY_BYTES / 6 - 10) + "\"}";
        var digits = "{\"name\":" + "1".repeat(900) + '}';
        Map.of(
                        "1 MB of open brackets", open,
                        "1 MB of empty items", empty,
                        "16 KB of unknown fields", names,
                        "31 levels", deep,
                        "1 MB of escapes", escapes,
                        "a number of 900 digits", digits)
                .forEach((name, body) -> {
                    all.put(name, () -> () -> World.GATEWAY.call("POST", "/v1/contacts/batch", world.key(), body));
                    all.put(name + " over MCP", () -> () -> world.client().post("/mcp", body));
                });
        var oneField = "{\"name\":\"Ada\",\"custom_fields\":{"
                + IntStream.range(0, LOOP_BYTES / 12)
                        .mapToObj(at -> "\"f%04d\":\"x\"".formatted(at))
                        .collect(Collectors.joining(","))
                + "}}";
        all.put(
                "16 KB of custom fields",
                () -> () -> World.GATEWAY.call("POST", "/v1/contacts", world.key(), oneField));
    }

    private void heads() {
        var pairs = "?a=1" + "&a=1".repeat(TARGET_BYTES / 4);
        all.put(
                "7 KB of query parameters",
                () -> () -> World.GATEWAY.call("GET", "/v1/contacts" + pairs, world.key(), null));
        var fields = IntStream.range(0, 150)
                .mapToObj(at -> "custom_fields.field_%d=%s".formatted(at, "x".repeat(20)))
                .collect(Collectors.joining("&", "?", ""));
        all.put(
                "7 KB of filters by custom fields",
                () -> () -> World.GATEWAY.call("GET", "/v1/contacts" + fields, world.key(), null));
        var words = "?query=" + "word%20".repeat(28);
        all.put(
                "a search of 28 words",
                () -> () -> World.GATEWAY.call("GET", "/v1/contacts" + words, world.key(), null));
        all.put(
                "a path of 7 KB",
                () -> () -> World.GATEWAY.call("GET", "/v1" + "/x".repeat(TARGET_BYTES / 2), world.key(), null));
        var headers = new String[180];
        for (int at = 0; at < headers.length; at += 2) {
            headers[at] = "X-Header-" + at;
            headers[at + 1] = "x".repeat(100);
        }
        all.put(
                "a head of 90 headers",
                () -> () -> World.GATEWAY.call("GET", "/v1/workspace", world.key(), null, headers));
    }
}
