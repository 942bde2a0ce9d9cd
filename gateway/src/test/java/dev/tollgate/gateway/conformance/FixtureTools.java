package dev.tollgate.gateway.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.mcp.capability.CallListener;
import dev.tollgate.gateway.mcp.capability.ListKind;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The tools the suite calls by name. */
final class FixtureTools implements McpCapabilities.Tools {

    private static final int INVALID_PARAMS = -32602;
    private static final int MISSING_CAPABILITY = -32021;
    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final int PAUSE_MS = 50;

    /** Behaviour of a tool. */
    interface Behaviour {
        Future<McpReply> call(McpRequest request, CallListener listener);
    }

    private record Tool(String description, Behaviour behaviour) {}

    private final Vertx vertx;
    private final Consumer<Set<ListKind>> changed;
    private final SequencedMap<String, Tool> tools = new TreeMap<>();

    FixtureTools(Vertx vertx, Consumer<Set<ListKind>> changed) {
        this.vertx = vertx;
        this.changed = changed;
        contents();
        add(
                "test_error_handling",
                "Always fails",
                (_, _) -> failed("This tool intentionally returns an error for testing"));
        add("test_tool_with_progress", "Tells how far it is", this::progress);
        add("test_tool_with_logging", "Logs while it works", this::logging);
        add("test_logging_tool", "Logs while it works", this::logging);
        add("test_missing_capability", "Needs a client that can sample", FixtureTools::needsSampling);
        add("test_trigger_tool_change", "Changes the tools", (_, _) -> change(ListKind.TOOLS));
        add("test_trigger_prompt_change", "Changes the prompts", (_, _) -> change(ListKind.PROMPTS));
        new FixtureRounds().all().forEach((name, behaviour) -> add(name, "Asks its client back", behaviour));
    }

    private void contents() {
        add("test_simple_text", "Gives text", (_, _) -> done(Tree.text("This is a simple text response for testing.")));
        add("test_image_content", "Gives an image", (_, _) -> done(Tree.image()));
        add("test_audio_content", "Gives sound", (_, _) -> done(Tree.audio()));
        add(
                "test_embedded_resource",
                "Gives a resource",
                (_, _) -> done(Tree.embedded(
                        "test://embedded-resource", "text/plain", "This is an embedded resource content.")));
        add(
                "test_multiple_content_types",
                "Gives several things",
                (_, _) -> done(
                        Tree.text("Multiple content types test:"),
                        Tree.image(),
                        Tree.embedded(
                                "test://mixed-content-resource",
                                "application/json",
                                "{\"test\":\"data\",\"value\":123}")));
    }

    private void add(String name, String description, Behaviour behaviour) {
        tools.put(name, new Tool(description, behaviour));
    }

    @Override
    public ListPage list(McpRequest request, String cursor) {
        return Tree.list(
                "tools",
                tools.entrySet().stream()
                        .map(tool -> description(tool.getKey(), tool.getValue().description()))
                        .toList());
    }

    private static ObjectNode description(String name, String description) {
        var tool = Tree.object().put("name", name).put("description", description);
        tool.putObject("inputSchema").put("type", "object").putObject("properties");
        return tool;
    }

    @Override
    public Future<McpReply> call(McpRequest request, CallListener listener) {
        var tool = tools.get(request.params().path("name").asText());
        return tool == null
                ? McpReply.fault(INVALID_PARAMS, "Unknown tool.").now()
                : tool.behaviour().call(request, listener);
    }

    private Future<McpReply> progress(McpRequest request, CallListener listener) {
        listener.progress(0, 100.0, null);
        return pause().compose(_ -> {
                    listener.progress(50, 100.0, null);
                    return pause();
                })
                .compose(_ -> {
                    listener.progress(100, 100.0, null);
                    return done(Tree.text("done"));
                });
    }

    private Future<McpReply> logging(McpRequest request, CallListener listener) {
        log(listener, "Tool execution started");
        return pause().compose(_ -> {
                    log(listener, "Tool processing data");
                    return pause();
                })
                .compose(_ -> {
                    log(listener, "Tool execution completed");
                    return done(Tree.text("done"));
                });
    }

    private static void log(CallListener listener, String line) {
        listener.notify(
                "notifications/message", Tree.object().put("level", "info").put("data", line));
    }

    private Future<?> pause() {
        return vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private Future<McpReply> change(ListKind kind) {
        changed.accept(Set.of(kind));
        return done(Tree.text("changed"));
    }

    private static Future<McpReply> needsSampling(McpRequest request, CallListener listener) {
        return isAble(request, "sampling")
                ? done(Tree.text("done"))
                : McpReply.fault(
                                MISSING_CAPABILITY,
                                "This tool needs a client that can sample.",
                                Tree.of("{\"requiredCapabilities\":{\"sampling\":{}}}"))
                        .now();
    }

    /** Whether the client has a capability; none in the legacy era, where a request does not contain them. */
    static boolean isAble(McpRequest request, String capability) {
        return request.meta(CAPABILITIES).has(capability);
    }

    static Future<McpReply> done(ObjectNode... content) {
        var result = Tree.object();
        List.of(content).forEach(result.putArray("content")::add);
        return McpReply.result(result).now();
    }

    private static Future<McpReply> failed(String why) {
        var result = Tree.object().put("isError", true);
        result.putArray("content").add(Tree.text(why));
        return McpReply.result(result).now();
    }
}
