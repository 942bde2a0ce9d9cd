package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The admin API as an operator's program uses it. Calls block their thread; an answer that is no success is an error.
 */
final class ControlPlane implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Set<Integer> NOT_NOW = Set.of(429, 503, 504);
    private static final int SUCCESS = 2;
    private static final int NOT_FOUND = 404;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    ControlPlane(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * The answer to a call.
     *
     * @param requestId of the call, for the audit and the bill
     */
    record Answer(String requestId, JsonNode body) {
        JsonNode data() {
            return body.path("data");
        }
    }

    Answer get(String path) {
        return send(base + path, "GET", token, null);
    }

    /** Reads a record that may not exist yet; empty for 404. */
    Optional<Answer> find(String path) {
        var call = "GET " + base + path;
        var response = exchange(base + path, "GET", token, null);
        return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(answer(call, response));
    }

    Answer post(String path, Map<String, ?> body) {
        return send(base + path, "POST", token, body);
    }

    Answer put(String path, Map<String, ?> body) {
        return send(base + path, "PUT", token, body);
    }

    Answer patch(String path, Map<String, ?> body) {
        return send(base + path, "PATCH", token, body);
    }

    /** A write with another credential, anywhere. */
    Answer callAs(String credential, String method, String url, JsonNode body) {
        return send(url, method, credential, body);
    }

    /** A read with another credential, anywhere. */
    Answer getAs(String credential, String url) {
        return send(url, "GET", credential, null);
    }

    private Answer send(String url, String method, String credential, @Nullable Object body) {
        return answer(method + " " + url, exchange(url, method, credential, body));
    }

    /** Sent again with the same idempotency key while the machine says "not now", as any client should. */
    private HttpResponse<byte[]> exchange(String url, String method, String credential, @Nullable Object body) {
        var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body));
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + credential)
                .header("Content-Type", "application/json")
                .method(method, content);
        if (body != null) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        var call = request.build();
        var end = System.nanoTime() + PATIENCE.toNanos();
        var response = sent(call);
        while (NOT_NOW.contains(response.statusCode()) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            response = sent(call);
        }
        return response;
    }

    private HttpResponse<byte[]> sent(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new DemoNotPrepared(request.method() + " " + request.uri() + " was not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoNotPrepared("interrupted while the demo was prepared", e);
        }
    }

    private static Answer answer(String call, HttpResponse<byte[]> response) {
        var body = Json.read(response.body(), JsonNode.class);
        if (response.statusCode() / 100 != SUCCESS) {
            var message = call + " answered " + response.statusCode() + " "
                    + body.path("code").asText() + ": " + body.path("detail").asText();
            throw NOT_NOW.contains(response.statusCode())
                    ? new DemoNotPrepared(message, new TimeoutException("the same for " + PATIENCE.toSeconds() + " s"))
                    : new DemoNotPrepared(message);
        }
        return new Answer(response.headers().firstValue("X-Request-Id").orElse(""), body);
    }

    @Override
    public void close() {
        http.close();
    }
}
