package dev.tollgate.standalone.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The admin API over HTTP. Retries 429, 503 and 504 a limited number of times with the same idempotency key, so that
 * nothing is done twice. Redirects are not followed, so that a token is sent only to its server.
 */
final class AdminApi implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 64 << 20;
    private static final String DOCUMENT = "/control/openapi.json";

    private final HttpClient http;
    private final ApiServer server;
    private final RetryPolicy retries;

    AdminApi(ApiServer server, RetryPolicy retries) {
        this.server = server;
        this.retries = retries;
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(RetryPolicy.CONNECT_MAX);
        if (server.root().startsWith("http:")) {
            client.sslContext(new WithoutTls());
        }
        this.http = client.build();
    }

    /** The document, or a 304 for the version that is known. It is public: no token is sent. */
    ApiResponse document(String knownEtag) throws IOException {
        var request = request(DOCUMENT).GET();
        if (!knownEtag.isEmpty()) {
            request.header("If-None-Match", knownEtag);
        }
        return exchange(request.timeout(RetryPolicy.CONNECT_MAX).build());
    }

    /** The server's final answer. A failure if the outcome of a write stays unknown: it names the idempotency key. */
    ApiResponse ask(ApiRequest request) {
        var call = call(request);
        var open = false;
        for (int attempt = 1; ; attempt++) {
            var last = attempt >= retries.triesMax();
            try {
                var reply = exchange(call);
                if (last || !reply.saysLater()) {
                    return word(request, reply, open);
                }
                open |= reply.leavesOpen();
                RetryPolicy.await(retries.pause(reply.header("Retry-After")));
            } catch (ConnectException | java.net.http.HttpConnectTimeoutException refused) {
                if (last || !open) {
                    throw silent(request, open, " does not respond");
                }
                RetryPolicy.await(retries.pause(""));
            } catch (IOException lost) {
                open = true;
                if (last) {
                    throw silent(request, true, " sent no answer");
                }
                RetryPolicy.await(retries.pause(""));
            }
        }
    }

    /** The answer to a read that nothing depends on; null where there is none at once. */
    @Nullable ApiResponse tried(ApiRequest question) {
        try {
            return exchange(call(question));
        } catch (IOException | CtlFailure unanswered) {
            return null;
        }
    }

    private static ApiResponse word(ApiRequest request, ApiResponse reply, boolean open) {
        var key = request.key();
        if (key != null && (reply.heldByAnother() || (open && reply.judgesNoKey()))) {
            var lines = new ArrayList<>(reply.refusal(null).lines());
            lines.addAll(ApiResponse.unknown(key));
            throw new CtlFailure(ExitCode.UNAVAILABLE, lines);
        }
        return reply;
    }

    private CtlFailure silent(ApiRequest request, boolean open, String words) {
        var lines = new ArrayList<>(List.of(server.root() + words));
        var key = request.key();
        if (key != null && open) {
            lines.addAll(ApiResponse.unknown(key));
        }
        return new CtlFailure(ExitCode.UNAVAILABLE, lines);
    }

    private HttpRequest call(ApiRequest apiRequest) {
        var body = apiRequest.body();
        var request = request(apiRequest.target())
                .timeout(retries.answerMax())
                .header("Authorization", "Bearer " + server.credential().required())
                .method(apiRequest.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (Map.Entry<String, String> header : apiRequest.headers().entrySet()) {
            request.header(header.getKey(), header.getValue());
        }
        return request.build();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(server.root() + target)).header("User-Agent", "tollgate-ctl");
    }

    private ApiResponse exchange(HttpRequest request) throws IOException {
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                var bytes = in.readNBytes(ANSWER_BYTES_MAX + 1);
                if (bytes.length > ANSWER_BYTES_MAX) {
                    throw new CtlFailure(ExitCode.UNAVAILABLE, "the answer is longer than 64 MiB");
                }
                return new ApiResponse(response.statusCode(), response.headers(), bytes);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CtlFailure(ExitCode.UNAVAILABLE, "interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
