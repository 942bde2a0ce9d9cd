package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One application or agent with one credential at one gateway. Calls may be sent at once from many threads. */
public final class AppClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final HttpClient http;
    private final URI base;
    private final String token;
    private final @Nullable String address;
    private final AtomicLong rpcIds = new AtomicLong();

    public AppClient(HttpClient http, URI base, String token) {
        this(http, base, token, null);
    }

    /**
     * A client behind a proxy.
     *
     * @param address what the proxy says the client's address is; null for no proxy
     */
    public AppClient(HttpClient http, URI base, String token, @Nullable String address) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.address = address;
    }

    /** HTTP/1.1 connections of their own, kept alive. */
    public static HttpClient connections() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /**
     * Sends a REST call.
     *
     * @param clientRequestId kept by the gateway beside its own id
     * @param key idempotency key; null for none
     * @param body null for none
     */
    public CompletableFuture<Answer> rest(
            String method, String path, String clientRequestId, @Nullable String key, @Nullable ObjectNode body) {
        var request = request(path, clientRequestId);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.toString()));
        }
        return send(request);
    }

    /** Calls a tool. */
    public CompletableFuture<Answer> tool(String name, String clientRequestId, ObjectNode arguments) {
        var message = JSON.createObjectNode();
        message.put("jsonrpc", "2.0").put("id", rpcIds.incrementAndGet()).put("method", "tools/call");
        message.putObject("params").put("name", name).set("arguments", arguments);
        return send(request("/mcp", clientRequestId)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2025-11-25")
                .POST(BodyPublishers.ofString(message.toString())));
    }

    private HttpRequest.Builder request(String path, String clientRequestId) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("X-Request-Id", clientRequestId);
        return address == null ? request : request.header("X-Forwarded-For", address);
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        // The response future itself is returned, not a stage after it: cancelling it cuts the connection.
        return new Cancellable(http.sendAsync(request.build(), BodyHandlers.ofByteArray()));
    }

    /** An answer whose cancellation reaches the exchange. */
    private static final class Cancellable extends CompletableFuture<Answer> {

        private final CompletableFuture<?> exchange;

        Cancellable(CompletableFuture<java.net.http.HttpResponse<byte[]>> exchange) {
            this.exchange = exchange;
            var _ = exchange.whenComplete((response, failure) -> {
                if (failure != null) {
                    completeExceptionally(failure);
                } else {
                    complete(Answer.of(response));
                }
            });
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            exchange.cancel(true);
            return super.cancel(mayInterrupt);
        }
    }
}
