package dev.tollgate.loadtest.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.CallLoops;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * Callers that send a batch of 300,000 empty items, 0.9 MB, half of them by REST and half as a tool call. Each pauses
 * after a response, so that the work of the gateway is measured, and not what sending takes from its processors.
 */
final class Attack {

    private static final int CALLERS = 4;
    private static final int ITEMS = 300_000;
    private static final long PAUSE_MS = 250;
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final HttpRequest rest;
    private final HttpRequest tool;
    private final Map<String, Long> responses = new ConcurrentSkipListMap<>();

    Attack(URI base, String apiKey, String mcpToken) {
        var items = "{\"items\":[" + "{},".repeat(ITEMS - 1) + "{}]}";
        this.rest = request(base.resolve("/v1/tasks/batch"), apiKey, items);
        this.tool = request(
                base.resolve("/mcp"),
                mcpToken,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"create_tasks\","
                        + "\"arguments\":" + items + "}}");
    }

    private static HttpRequest request(URI uri, String token, String body) {
        return HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.US_ASCII)))
                .build();
    }

    /** Attacks until the loops are stopped. */
    CallLoops start() {
        var loops = new CallLoops();
        for (int i = 0; i < CALLERS; i++) {
            var http = AppClient.connections();
            boolean byRest = i % 2 == 0;
            loops.add(() -> {
                responses.merge(byRest ? "rest " + status(http, rest) : "mcp " + status(http, tool), 1L, Long::sum);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            });
        }
        return loops;
    }

    private static String status(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return Integer.toString(http.send(request, BodyHandlers.ofString()).statusCode());
        } catch (IOException closed) {
            return "connection closed";
        }
    }

    /** Writes the count of each status. */
    void write(ObjectNode figures) {
        responses.forEach(figures::put);
    }
}
