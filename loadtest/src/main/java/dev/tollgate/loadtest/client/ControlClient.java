package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An operator at the admin API. Calls block, and whatever is not a 2xx is an error of the run. */
public final class ControlClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES_MAX = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = AppClient.connections();
    private final URI base;
    private final String token;

    public ControlClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    public ObjectNode object() {
        return JSON.createObjectNode();
    }

    public JsonNode get(String path) {
        return send("GET", path, null);
    }

    public JsonNode post(String path, @Nullable ObjectNode body) {
        return send("POST", path, body);
    }

    public JsonNode put(String path, ObjectNode body) {
        return send("PUT", path, body);
    }

    public JsonNode delete(String path) {
        return send("DELETE", path, null);
    }

    /** Every record of a list, page by page. */
    public List<JsonNode> all(String path) {
        var records = new ArrayList<JsonNode>();
        var separator = path.contains("?") ? "&" : "?";
        var page = get(path + separator + "limit=100");
        page.path("data").forEach(records::add);
        while (page.hasNonNull("next_cursor")) {
            page = get(path + separator + "limit=100&cursor="
                    + page.path("next_cursor").asText());
            page.path("data").forEach(records::add);
        }
        return records;
    }

    private JsonNode send(String method, String path, @Nullable ObjectNode body) {
        var request = HttpRequest.newBuilder(base.resolve("/control/v1" + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        if (!method.equals("GET")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        try {
            var response = sent(request.build());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        method + " " + path + " → " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Repeats what may be repeated, as an operator's script would: the key makes it the same call. */
    private HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        for (int i = 1; i < TRIES_MAX && (response.statusCode() == 429 || response.statusCode() == 503); i++) {
            TimeUnit.SECONDS.sleep(
                    response.headers().firstValueAsLong("retry-after").orElse(1));
            response = http.send(request, BodyHandlers.ofString());
        }
        return response;
    }
}
