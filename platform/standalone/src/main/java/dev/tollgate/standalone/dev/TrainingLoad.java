package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls every operation of the app plane of a running {@code dev}, by REST and as a tool, for some seconds: the
 * training run of the AOT cache then profiles what calls use. The launcher runs it. What it creates is left there.
 */
public final class TrainingLoad {

    private static final Duration CALL_MAX = Duration.ofSeconds(10);
    private static final int CALLERS = 4;
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final DevFacts facts;
    private final String key;
    private final String agent;
    private final List<TrainingCall> calls;
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Set<TrainingCall> answered = ConcurrentHashMap.newKeySet();

    private TrainingLoad(DevFacts facts) throws IOException, InterruptedException {
        this.facts = facts;
        try (var control = new ControlPlane(facts.control(), facts.operatorToken())) {
            var body = Map.of("name", "training", "scopes", Demo.moduleScopes(control));
            var workspace = "/workspaces/" + facts.workspaceId();
            key = secret(control, workspace + "/api-keys", body);
            agent = secret(control, workspace + "/mcp-clients", body);
        }
        calls = TrainingCall.of(Json.MAPPER.readTree(sent("GET", facts.api() + "/openapi.json", "", null)));
    }

    /** Takes the seconds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var facts = DevFacts.of(DevFolder.ofProcess()).orElseThrow();
        var load = new TrainingLoad(facts);
        int succeeded = load.run(Duration.ofSeconds(Long.parseLong(arguments[0])));
        System.out.println(succeeded + " of " + load.calls.size() + " operations succeeded");
    }

    /** Calls until the time is up; how many operations have succeeded at least once by REST. */
    static int run(DevFacts facts, Duration time) throws IOException, InterruptedException {
        return new TrainingLoad(facts).run(time);
    }

    private int run(Duration time) throws InterruptedException {
        long untilNanos = System.nanoTime() + time.toNanos();
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofPlatform().daemon().start(() -> call(untilNanos)));
        }
        for (var caller : callers) {
            caller.join();
        }
        return answered.size();
    }

    private void call(long untilNanos) {
        try {
            while (true) {
                for (var call : calls) {
                    if (System.nanoTime() - untilNanos >= 0) {
                        return;
                    }
                    rest(call);
                    tool(call);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest(TrainingCall call) throws InterruptedException {
        var path = call.path(ids);
        if (path == null) {
            return;
        }
        try {
            var data = Json.MAPPER
                    .readTree(sent(call.method(), facts.api() + path, key, call.example()))
                    .path("data");
            answered.add(call);
            var id = data.isArray() ? data.path(0).path("id") : data.path("id");
            var collection = call.collection();
            if (collection != null && id.isTextual()) {
                ids.put(collection, id.asText());
            }
        } catch (IOException | IllegalArgumentException refused) {
            // An example may name a record that is not there: what refuses it is trained.
        }
    }

    private void tool(TrainingCall call) throws InterruptedException {
        var message = Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "tools/call",
                "params",
                Map.of("name", call.tool(), "arguments", call.arguments(ids)));
        try {
            var _ = sent("POST", facts.mcp(), agent, Json.MAPPER.valueToTree(message));
        } catch (IOException | IllegalArgumentException refused) {
            // likewise
        }
    }

    /** The body of a success. */
    private byte[] sent(String method, String url, String token, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(CALL_MAX)
                .header("Accept", "application/json, text/event-stream")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        var response = http.send(request.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() / HUNDRED != SUCCESS) {
            throw new IOException(method + " " + url + ": " + response.statusCode());
        }
        return response.body();
    }

    private static String secret(ControlPlane control, String path, Map<String, ?> body) {
        return control.post(path, body).data().path("secret").asText();
    }
}
