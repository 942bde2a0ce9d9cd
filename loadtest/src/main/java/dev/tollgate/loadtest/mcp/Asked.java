package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.loadtest.load.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One message by itself, and what came back. */
final class Asked {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Asked() {}

    /** The answer, whatever it is. */
    static HttpResponse<String> response(int port, Request request) throws IOException, InterruptedException {
        var asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.path()))
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString(request.body()));
        request.headers().forEach(asked::header);
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(asked.build(), BodyHandlers.ofString());
        }
    }

    /** The result of a message that has one; anything else ends the run. */
    static JsonNode result(int port, Request request) throws IOException, InterruptedException {
        var response = response(port, request);
        require(
                response.statusCode() == 200
                        && !response.body().contains(Era.FAILURE)
                        && !response.body().contains(Era.FAULT),
                request.body() + " is answered " + response.statusCode() + " " + response.body());
        return JSON.readTree(response.body()).path("result");
    }
}
