package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One application or agent with one credential at one gateway. Safe for many threads.
 *
 * @param address the client address that a proxy reports; null without a proxy
 */
public record AppClient(int port, String token, @Nullable String address) {

    private static final int TRIES_MAX = 120;

    public AppClient(int port, String token) {
        this(port, token, null);
    }

    /**
     * Sends a REST call. Cancelling the future cuts the connection.
     *
     * @param clientRequestId kept by the gateway beside its own id
     * @param key idempotency key; null for none
     * @param body null for none
     */
    public CompletableFuture<HttpResponse<String>> rest(
            String method, String path, String clientRequestId, @Nullable String key, @Nullable ObjectNode body) {
        var call = new HttpCall(
                method, path, Map.of("Authorization", "Bearer " + token), body == null ? "" : body.toString());
        if (key != null) {
            call = call.with("Idempotency-Key", key);
        }
        return start(method.equals("GET") ? call : call.with("Content-Type", "application/json"), clientRequestId);
    }

    /** Calls a tool. */
    public CompletableFuture<HttpResponse<String>> tool(String name, String clientRequestId, ObjectNode arguments) {
        return start(McpRevision.LEGACY.call(token, name, arguments), clientRequestId);
    }

    private CompletableFuture<HttpResponse<String>> start(HttpCall call, String clientRequestId) {
        var named = call.with("X-Request-Id", clientRequestId);
        return (address == null ? named : named.with("X-Forwarded-For", address)).start(port);
    }

    /** Gets a path and waits; a {@link CompletionException} says that the connection broke. */
    public CallResponse get(String path, String clientRequestId) {
        return CallResponse.of(rest("GET", path, clientRequestId, null, null).join());
    }

    /** Sees every response, also of calls that are repeated. */
    public interface Observer {
        void answered(CallResponse reply, long nanos);
    }

    /** Repeats a call under one key until its response is final: not in progress, limited or unavailable. */
    public CallResponse settled(String method, String path, String key, @Nullable ObjectNode body) {
        return settled(method, path, key, body, (_, _) -> {});
    }

    /** The same, observed. */
    public CallResponse settled(String method, String path, String key, @Nullable ObjectNode body, Observer observer) {
        for (int i = 1; ; i++) {
            long wait = 1;
            try {
                long began = System.nanoTime();
                var reply = CallResponse.of(rest(method, path, key, method.equals("GET") ? null : key, body)
                        .join());
                observer.answered(reply, System.nanoTime() - began);
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

    /** The records of all pages of a list. */
    public List<JsonNode> records(String path) {
        var records = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = accepted("GET", path + cursor, null).body();
            page.path("data").forEach(records::add);
            cursor = page.hasNonNull("next_cursor")
                    ? (path.contains("?") ? "&" : "?") + "cursor="
                            + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return records;
    }

    /** Creates a record, which must succeed; returns its data. */
    public JsonNode created(String path, ObjectNode body) {
        return accepted("POST", path, body).data();
    }

    /** A call that must succeed, repeated until its response is final. */
    public CallResponse accepted(String method, String path, @Nullable ObjectNode body) {
        var reply = settled(method, path, UUID.randomUUID().toString(), body);
        BrokenPromise.require(
                reply.succeeded(), method + " " + path + " is accepted, but: " + reply.status() + " " + reply.text());
        return reply;
    }
}
