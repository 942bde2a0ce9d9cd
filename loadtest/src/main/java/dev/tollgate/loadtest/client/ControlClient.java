package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An operator at the admin API. Calls block; every final response but a 2xx is an error of the run. */
public final class ControlClient {

    private final AppClient client;

    public ControlClient(URI base, String token) {
        this.client = new AppClient(AppClient.connections(), base, token);
    }

    public JsonNode get(String path) {
        return send("GET", path, null);
    }

    public JsonNode post(String path, @Nullable ObjectNode body) {
        return send("POST", path, body);
    }

    public void put(String path, ObjectNode body) {
        var _ = send("PUT", path, body);
    }

    public void delete(String path) {
        var _ = send("DELETE", path, null);
    }

    /** All records of a list, page by page. */
    public List<JsonNode> all(String path) {
        var records = new ArrayList<JsonNode>();
        var page = get(path + "?limit=100");
        page.path("data").forEach(records::add);
        while (page.hasNonNull("next_cursor")) {
            page = get(path + "?limit=100&cursor=" + page.path("next_cursor").asText());
            page.path("data").forEach(records::add);
        }
        return records;
    }

    private JsonNode send(String method, String path, @Nullable ObjectNode body) {
        try {
            var reply = client.settled(
                    method, "/control/v1" + path, UUID.randomUUID().toString(), body);
            if (!reply.succeeded()) {
                throw new IllegalStateException(method + " " + path + " → " + reply.status() + " " + reply.body());
            }
            return reply.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
