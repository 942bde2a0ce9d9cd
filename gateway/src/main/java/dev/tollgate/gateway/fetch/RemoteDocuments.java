package dev.tollgate.gateway.fetch;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** JSON documents of another server, bounded in size and time. Fails with words for the operator. */
public final class RemoteDocuments {

    public static final int BYTES_MAX = 256 << 10;
    public static final long ANSWER_SECONDS_MAX = 5;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient http;
    private final String server;

    /** GitHub's API refuses requests without one. */
    private static final String USER_AGENT = "Tollgate";

    /**
     * Documents of a server.
     *
     * @param server what failures call it, such as {@code issuer}
     */
    public RemoteDocuments(HttpClient http, String server) {
        this.http = http;
        this.server = server;
    }

    /** Whether keys may be fetched from there: the connection must be protected. */
    public static boolean trusted(String url) {
        try {
            var uri = URI.create(url);
            var host = uri.getHost();
            return host != null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(host)));
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    public Future<JsonNode> get(String url) {
        return http.request(options(url))
                .compose(request -> request.send().compose(this::body))
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .map(this::json);
    }

    /** Without the idle timeout a connection that never answers would be kept, and few of those are all there are. */
    public static RequestOptions options(String url) {
        return new RequestOptions()
                .setAbsoluteURI(url)
                .setIdleTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_MAX))
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    }

    /** The body of a success. */
    public Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == OK.code()
                ? whole(response)
                : Future.failedFuture(
                        new IllegalStateException("the " + server + " answered " + response.statusCode()));
    }

    /** The body of any answer. */
    public Future<Buffer> whole(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        var bytes = Buffer.buffer();
        response.handler(chunk -> {
            if (bytes.length() + chunk.length() > BYTES_MAX) {
                whole.tryFail("the " + server + "'s document is too large");
                var _ = response.request().reset();
            } else {
                bytes.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(bytes));
        return whole.future();
    }

    public JsonNode json(Buffer bytes) {
        try {
            return Json.MAPPER.readTree(bytes.getBytes());
        } catch (IOException notJson) {
            throw new IllegalStateException("the " + server + "'s document is not JSON", notJson);
        }
    }
}
