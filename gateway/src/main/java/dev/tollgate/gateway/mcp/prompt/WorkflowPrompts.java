package dev.tollgate.gateway.mcp.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The product's workflows as prompts. Free: text that is known already. Safe from any thread. */
public final class WorkflowPrompts implements McpCapabilities.Prompts {

    private final Prompts prompts;

    public WorkflowPrompts(Prompts prompts) {
        this.prompts = prompts;
    }

    @Override
    public @Nullable ListPage list(RequestContext context, String cursor) {
        return prompts.pages().page(context, cursor);
    }

    @Override
    public Future<McpReply> get(McpRequest call) {
        var name = call.text("name");
        var given = arguments(call.params().path("arguments"));
        if (name == null || given == null) {
            return McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "name is a text, arguments an object of texts.")
                    .now();
        }
        return switch (prompts.get(name, given, prompts.entitlements(call.context()))) {
            case Prompts.Filling.Refused(String why) ->
                McpReply.fault(JsonRpcErrors.INVALID_PARAMS, why).now();
            case Prompts.Filling.Filled(String description, String text) ->
                message(description, text).now();
        };
    }

    private static McpReply message(String description, String text) {
        var result = JsonNodeFactory.instance.objectNode().put("description", description);
        result.putArray("messages")
                .addObject()
                .put("role", "user")
                .putObject("content")
                .put("type", "text")
                .put("text", text);
        return McpReply.result(result);
    }

    private static @Nullable Map<String, String> arguments(JsonNode arguments) {
        var given = new HashMap<String, String>();
        if (arguments.isMissingNode() || arguments.isNull()) {
            return given;
        }
        if (!arguments.isObject()) {
            return null;
        }
        for (var argument : arguments.properties()) {
            if (!argument.getValue().isTextual()) {
                return null;
            }
            given.put(argument.getKey(), argument.getValue().textValue());
        }
        return given;
    }
}
