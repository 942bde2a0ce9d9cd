package dev.tollgate.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/** An MCP endpoint on this machine that says what a test wants, as a faulty or hostile one might. */
final class FakeMcpEndpoint implements AutoCloseable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** An answer to an HTTP request. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer of(int status, Map<String, String> headers, String body) {
            return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpServer server;

    private FakeMcpEndpoint(Function<JsonNode, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, answers);
            }
        });
        server.start();
    }

    /** One that answers every message the same. */
    static FakeMcpEndpoint answering(int status, Map<String, String> headers, String body) throws IOException {
        return new FakeMcpEndpoint(_ -> Answer.of(status, headers, body));
    }

    /** One whose every tool gives this result. */
    static FakeMcpEndpoint withTool(JsonNode result) throws IOException {
        return new FakeMcpEndpoint(message -> switch (message.path("method").asText()) {
            case "initialize" -> result(message, hello(message.at("/params/protocolVersion")));
            case "tools/call" -> result(message, result);
            default -> Answer.of(202, Map.of(), "");
        });
    }

    private static ObjectNode hello(JsonNode revision) {
        var hello = NODES.objectNode();
        hello.set("protocolVersion", revision);
        hello.putObject("capabilities").putObject("tools");
        hello.putObject("serverInfo").put("name", "fake").put("version", "1");
        return hello;
    }

    private static Answer result(JsonNode message, JsonNode result) {
        var answer = NODES.objectNode().put("jsonrpc", "2.0");
        answer.set("id", message.path("id"));
        answer.set("result", result);
        return new Answer(200, Map.of("Content-Type", "application/json"), JsonNodes.bytes(answer));
    }

    private static void answer(HttpExchange exchange, Function<JsonNode, Answer> answers) throws IOException {
        var answer = exchange.getRequestMethod().equals("POST")
                ? answers.apply(JsonNodes.read(exchange.getRequestBody().readAllBytes()))
                : Answer.of(405, Map.of(), "");
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/mcp";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
