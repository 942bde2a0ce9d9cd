package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Single HTTP requests beside the SDK, for what it does not show: the head and body of a refusal. */
final class Probe {
    static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"tollgate-mcp","version":"1"}}}""";

    private Probe() {}

    /**
     * An answer.
     *
     * @param challenge {@code WWW-Authenticate}; empty where there is none
     * @param body the null of JSON where it is no JSON
     */
    record Answer(int status, String challenge, JsonNode body) {}

    /** Sends {@code initialize}, which costs nothing and leaves nothing. */
    static Answer initialize(McpTarget target, @Nullable String token) {
        var request = HttpRequest.newBuilder(target.url())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(INITIALIZE));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return answer(request);
        } catch (ConnectException refused) {
            throw McpFailure.unreachable(target);
        } catch (IOException lost) {
            throw McpFailure.silent(target);
        }
    }

    /** Gets a public document. */
    static Answer get(URI document) throws IOException {
        return answer(HttpRequest.newBuilder(document).header("Accept", "application/json"));
    }

    private static Answer answer(HttpRequest.Builder request) throws IOException {
        try (var http = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build()) {
            var response = http.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofInputStream());
            try (var in = response.body()) {
                return new Answer(
                        response.statusCode(),
                        response.headers().firstValue("WWW-Authenticate").orElse(""),
                        json(in.readNBytes(ANSWER_BYTES_MAX)));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JsonNodes.read(body);
        } catch (IOException noJson) {
            return JsonNodes.of(null);
        }
    }
}
