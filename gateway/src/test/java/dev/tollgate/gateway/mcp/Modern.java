package dev.tollgate.gateway.mcp;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A client of revision 2026-07-28: every request says all there is to know. */
public record Modern(GatewayFixture gateway, URI base, String token) {

    public Modern(GatewayFixture gateway, String token) {
        this(gateway, gateway.base(), token);
    }

    /** A client of some other listener, which only opens streams. */
    Modern(URI base, String token) {
        this(null, base, token);
    }

    static final String REVISION = "2026-07-28";

    /** What a client says about itself in every request. */
    public static JsonObject meta() {
        return new JsonObject()
                .put("io.modelcontextprotocol/protocolVersion", REVISION)
                .put("io.modelcontextprotocol/clientInfo", Map.of("name", "tester", "version", "1"))
                .put("io.modelcontextprotocol/clientCapabilities", Map.of());
    }

    /** The body of a request; {@code _meta} is added where it is missing. */
    public static String body(String method, JsonObject params) {
        var whole = new JsonObject().put("_meta", meta()).mergeIn(params);
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", "one")
                .put("method", method)
                .put("params", whole)
                .encode();
    }

    /** A request with the headers that go with it. */
    public Reply request(String method, JsonObject params) {
        return gateway.call("POST", "/mcp", token, body(method, params), headers(method, params));
    }

    /** The result of a tool call. */
    public JsonObject tool(String name, JsonObject arguments) {
        return request("tools/call", new JsonObject().put("name", name).put("arguments", arguments))
                .expect(200)
                .json()
                .getJsonObject("result");
    }

    static String[] headers(String method, JsonObject params) {
        var name = params.getString("name", params.getString("uri", ""));
        return new String[] {
            "MCP-Protocol-Version", REVISION,
            "Mcp-Method", method,
            "Mcp-Name", name,
            "Accept", "application/json, text/event-stream"
        };
    }

    /** An event stream that is read as it comes; closing the client closes the connection. */
    public record Stream(
            HttpClient client,
            CompletableFuture<Integer> status,
            ConcurrentLinkedQueue<String> lines,
            CompletableFuture<Void> ended)
            implements AutoCloseable {

        /** The messages so far. */
        List<JsonObject> messages() {
            return lines.stream()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> new JsonObject(line.substring("data: ".length())))
                    .toList();
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    /** Sends a request and reads the answer as a stream, on a connection of its own. */
    public Stream stream(String method, JsonObject params) {
        return stream("/mcp", null, method, params);
    }

    /**
     * The same at another path, and by way of a proxy.
     *
     * @param address where the proxy says it comes from; null for no proxy
     */
    Stream stream(String path, String address, String method, JsonObject params) {
        var headers = new ArrayList<>(List.of(headers(method, params)));
        if (address != null) {
            headers.addAll(List.of("X-Forwarded-For", address));
        }
        return opened(path, body(method, params), headers.toArray(String[]::new));
    }

    Stream stream(String body, String... headers) {
        return opened("/mcp", body, headers);
    }

    private Stream opened(String path, String body, String... headers) {
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int at = 0; at < headers.length; at += 2) {
            request.setHeader(headers[at], headers[at + 1]);
        }
        var status = new CompletableFuture<Integer>();
        var lines = new ConcurrentLinkedQueue<String>();
        var ended = client.sendAsync(request.build(), response -> {
                    status.complete(response.statusCode());
                    return HttpResponse.BodySubscribers.fromLineSubscriber(new Lines(lines));
                })
                .<Void>thenApply(_ -> null);
        return new Stream(client, status, lines, ended);
    }
}
