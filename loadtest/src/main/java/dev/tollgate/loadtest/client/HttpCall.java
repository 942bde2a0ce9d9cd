package dev.tollgate.loadtest.client;

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
import java.util.concurrent.CompletableFuture;

/**
 * One HTTP request to a server on loopback: sent once, or over and over by a load.
 *
 * @param body empty for none
 */
public record HttpCall(String method, String path, Map<String, String> headers, String body) {

    public static final String HOST = "127.0.0.1";

    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final HttpClient HTTP = connections();

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** Connections of their own, for calls that must not disturb others. */
    public static HttpClient connections() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    public static HttpCall get(String path) {
        return new HttpCall("GET", path, Map.of(), "");
    }

    /** A GET with a bearer token. */
    public static HttpCall get(String path, String token) {
        return get(path).with("Authorization", "Bearer " + token);
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

    /** Sends it once. Cancelling the future cuts the connection. */
    public CompletableFuture<HttpResponse<String>> start(int port) {
        return start(HTTP, port);
    }

    /** The same over these connections. */
    public CompletableFuture<HttpResponse<String>> start(HttpClient http, int port) {
        var request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + path))
                .timeout(TIMEOUT)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Sends it once and waits; a {@link java.util.concurrent.CompletionException} says that the connection broke. */
    public CallResponse send(int port) {
        return CallResponse.of(start(port).join());
    }

    /** The bytes of the request. */
    public byte[] bytes(int port) {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + HOST + ":" + port);
        headers.forEach(
                (name, value) -> text.append("\r\n").append(name).append(": ").append(value));
        if (!method.equals("GET")) {
            text.append("\r\nContent-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length);
        }
        return text.append("\r\n\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}
