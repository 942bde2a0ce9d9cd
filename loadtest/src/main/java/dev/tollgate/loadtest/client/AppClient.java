package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.check.BrokenPromise;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One application or agent with one credential at one gateway. Safe for many threads. */
public final class AppClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int TRIES_MAX = 120;

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
     * @param address the client address that the proxy reports; null without a proxy
     */
    public AppClient(HttpClient http, URI base, String token, @Nullable String address) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.address = address;
    }

    /** HTTP/1.1 with a connection pool of its own. */
    public static HttpClient connections() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /**
     * Sends a REST call. Cancelling the future cuts the connection.
     *
     * @param clientRequestId kept by the gateway beside its own id
     * @param key idempotency key; null for none
     * @param body null for none
     */
    public CompletableFuture<HttpResponse<JsonNode>> rest(
            String method, String path, String clientRequestId, @Nullable String key, @Nullable ObjectNode body) {
        var request = request(path, clientRequestId);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (!method.equals("GET")) {
            request.header("Content-Type", "application/json");
        }
        return send(request.method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())));
    }

    /** Calls a tool. */
    public CompletableFuture<HttpResponse<JsonNode>> tool(String name, String clientRequestId, ObjectNode arguments) {
        var message = JsonTrees.object();
        message.put("jsonrpc", "2.0").put("id", rpcIds.incrementAndGet()).put("method", "tools/call");
        message.putObject("params").put("name", name).set("arguments", arguments);
        return send(request("/mcp", clientRequestId)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2025-11-25")
                .POST(BodyPublishers.ofString(message.toString())));
    }

    /** Gets a path and waits; a {@link CompletionException} says that the connection broke. */
    public CallResponse get(String path, String clientRequestId) {
        return CallResponse.of(rest("GET", path, clientRequestId, null, null).join());
    }

    /** Repeats a call under one key until its response is final: not 409, 429 or unavailable. */
    public CallResponse settled(String method, String path, String key, @Nullable ObjectNode body) {
        for (int i = 1; ; i++) {
            long wait = 1;
            try {
                var reply = CallResponse.of(rest(method, path, key, method.equals("GET") ? null : key, body)
                        .join());
                if (!reply.repeatable() || i == TRIES_MAX) {
                    return reply;
                }
                wait = reply.retryAfterSeconds();
            } catch (CompletionException broken) {
                if (i == TRIES_MAX) {
                    throw broken;
                }
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(wait));
        }
    }

    /** The same for a call that must succeed. */
    public CallResponse accepted(String method, String path, @Nullable ObjectNode body) {
        var reply = settled(method, path, UUID.randomUUID().toString(), body);
        BrokenPromise.require(
                reply.succeeded(), method + " " + path + " is accepted, but: " + reply.status() + " " + reply.body());
        return reply;
    }

    private HttpRequest.Builder request(String path, String clientRequestId) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("X-Request-Id", clientRequestId);
        return address == null ? request : request.header("X-Forwarded-For", address);
    }

    private CompletableFuture<HttpResponse<JsonNode>> send(HttpRequest.Builder request) {
        return http.sendAsync(
                request.build(), _ -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), JsonTrees::read));
    }
}
