package dev.tollgate.loadtest.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request of a load.
 *
 * @param body empty for none
 */
public record HttpCall(String method, String path, Map<String, String> headers, String body) {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** A GET with a bearer token. */
    public static HttpCall get(String path, String token) {
        return new HttpCall("GET", path, Map.of("Authorization", "Bearer " + token), "");
    }

    /** A POST of JSON with a bearer token. */
    public static HttpCall post(String path, String token, String body) {
        var headers = Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
        return new HttpCall("POST", path, headers, body);
    }

    /** The same call with one more header. */
    public HttpCall with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, path, more, body);
    }

    /** Sends it once, outside any load. */
    public HttpResponse<String> send(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + LoadTarget.HOST + ":" + port + path))
                .timeout(TIMEOUT)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    byte[] bytes(int port) {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + LoadTarget.HOST + ":" + port);
        headers.forEach(
                (name, value) -> text.append("\r\n").append(name).append(": ").append(value));
        if (!method.equals("GET")) {
            text.append("\r\nContent-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length);
        }
        return text.append("\r\n\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}
