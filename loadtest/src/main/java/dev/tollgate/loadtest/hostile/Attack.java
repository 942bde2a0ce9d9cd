package dev.tollgate.loadtest.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.HttpCall;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CompletionException;
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

    private final int port;
    private final HttpCall rest;
    private final HttpCall tool;
    private final Map<String, Long> responses = new ConcurrentSkipListMap<>();

    Attack(int port, String apiKey, String mcpToken) {
        var items = "{\"items\":[" + "{},".repeat(ITEMS - 1) + "{}]}";
        this.port = port;
        this.rest = HttpCall.post("/v1/tasks/batch", apiKey, items);
        this.tool = HttpCall.post(
                "/mcp",
                mcpToken,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"create_tasks\","
                        + "\"arguments\":" + items + "}}");
    }

    /** Attacks until the loops are stopped. */
    Callers start() {
        var callers = new Callers();
        for (int i = 0; i < CALLERS; i++) {
            var http = HttpCall.connections();
            boolean byRest = i % 2 == 0;
            callers.add(() -> {
                responses.merge(byRest ? "rest " + status(http, rest) : "mcp " + status(http, tool), 1L, Long::sum);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            });
        }
        return callers;
    }

    private String status(HttpClient http, HttpCall call) {
        try {
            return Integer.toString(call.start(http, port).join().statusCode());
        } catch (CompletionException closed) {
            return "connection closed";
        }
    }

    /** Writes the count of each status. */
    void write(ObjectNode figures) {
        responses.forEach(figures::put);
    }
}
