package dev.tollgate.gateway.mcp.completion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.prompt.Prompts;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.mcp.resource.RecordResources;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Completion values, from declarations alone: the values of prompt arguments, the modules and kinds of records in
 * templates. Free. Safe from any thread.
 */
public final class CatalogueCompletions implements McpCapabilities.Completions {

    /** The protocol allows no more in one answer. */
    static final int VALUES_MAX = 100;

    private final Prompts prompts;
    private final RecordResources resources;

    public CatalogueCompletions(Prompts prompts, RecordResources resources) {
        this.prompts = prompts;
        this.resources = resources;
    }

    @Override
    public Future<McpReply> complete(McpRequest call) {
        var argument = call.params().path("argument");
        var name = argument.path("name").textValue();
        var typed = argument.path("value").textValue();
        if (name == null || typed == null) {
            return McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "argument has a name and a value, both texts.")
                    .now();
        }
        var known = known(call, name, prompts.entitlements(call.context()));
        return known == null
                ? McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "Unknown prompt, template or argument.")
                        .now()
                : reply(known, typed.toLowerCase(Locale.ROOT)).now();
    }

    private @Nullable List<String> known(McpRequest call, String argument, EntitlementKey entitlements) {
        var ref = call.params().path("ref");
        return switch (ref.path("type").asText()) {
            case "ref/prompt" -> {
                var prompt = ref.path("name").textValue();
                yield prompt == null ? null : prompts.values(prompt, argument, entitlements);
            }
            case "ref/resource" -> {
                var template = ref.path("uri").textValue();
                yield template == null ? null : variable(call, template, argument, entitlements);
            }
            default -> null;
        };
    }

    private @Nullable List<String> variable(
            McpRequest call, String template, String variable, EntitlementKey entitlements) {
        if (!resources.hasVariable(template, variable)) {
            return null;
        }
        return switch (variable) {
            case "module" -> resources.modules(entitlements);
            case "record" ->
                resources.records(
                        entitlements,
                        call.params()
                                .path("context")
                                .path("arguments")
                                .path("module")
                                .textValue());
            default -> List.of();
        };
    }

    private static McpReply reply(List<String> known, String typed) {
        var fitting = known.stream().filter(value -> value.startsWith(typed)).toList();
        var result = JsonNodeFactory.instance.objectNode();
        var completion = result.putObject("completion");
        var values = completion.putArray("values");
        fitting.stream().limit(VALUES_MAX).forEach(values::add);
        completion.put("total", fitting.size()).put("hasMore", fitting.size() > VALUES_MAX);
        return McpReply.result(result);
    }
}
