package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.load.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One call by itself, whose answer is kept: the bare server gives it again, and a leg that is refused is found early.
 */
final class Sample {

    private Sample() {}

    /** The answer to a leg's first request. */
    static HttpResponse<String> take(Leg leg) throws IOException, InterruptedException {
        return take(leg.side().port(), leg.requests().getFirst());
    }

    static HttpResponse<String> take(int port, Request request) throws IOException, InterruptedException {
        var body = request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body());
        var sent = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.path()))
                .method(request.method(), body);
        request.headers().forEach(sent::header);
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(sent.build(), BodyHandlers.ofString());
        }
    }

    /** Head and body as a file, for the bare server. */
    static void write(HttpResponse<String> answer, Path file) throws IOException {
        var text = new StringBuilder();
        answer.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> text.append(name).append(": ").append(value).append('\n')));
        Files.writeString(file, text.append('\n').append(answer.body()));
    }
}
