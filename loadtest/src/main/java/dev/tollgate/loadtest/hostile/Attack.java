package dev.tollgate.loadtest.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that send a batch of 300,000 empty items, 0.9 MB, by REST and as a tool call in turn. Each pauses after an
 * answer, so that it is the gateway's work on the bodies that is measured, and not what making and sending them takes
 * from its processors.
 */
final class Attack {

    private static final int THREADS = 4;
    private static final int ITEMS = 300_000;
    private static final long PAUSE_MS = 250;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final String LOST = "connection closed";

    private final URI base;
    private final String apiKey;
    private final String mcpToken;
    private final byte[] batch;
    private final byte[] message;
    private final Map<String, Long> answers = new TreeMap<>();
    private @Nullable ExecutorService threads;
    private volatile boolean going;

    Attack(URI base, String apiKey, String mcpToken) {
        this.base = base;
        this.apiKey = apiKey;
        this.mcpToken = mcpToken;
        var items = "{\"items\":[" + "{},".repeat(ITEMS - 1) + "{}]}";
        this.batch = items.getBytes(StandardCharsets.US_ASCII);
        this.message = ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"create_tasks\","
                        + "\"arguments\":" + items + "}}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    void begin() {
        going = true;
        threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < THREADS; i++) {
            boolean rest = i % 2 == 0;
            threads.execute(() -> send(rest));
        }
    }

    /** Returns when the last body is answered. */
    void end() throws InterruptedException {
        going = false;
        if (threads != null) {
            threads.shutdown();
            if (!threads.awaitTermination(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a hostile body was not answered");
            }
        }
    }

    private void send(boolean rest) {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (going) {
                note(answer(http, rest));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(HttpClient http, boolean rest) throws InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(rest ? "/v1/tasks/batch" : "/mcp"))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + (rest ? apiKey : mcpToken))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(rest ? batch : message));
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return (rest ? "rest " : "mcp ") + answer.statusCode();
        } catch (IOException closed) {
            return LOST;
        }
    }

    private synchronized void note(String answer) {
        answers.merge(answer, 1L, Long::sum);
    }

    /** How often each answer came. */
    synchronized void write(ObjectNode figures) {
        answers.forEach(figures::put);
    }
}
