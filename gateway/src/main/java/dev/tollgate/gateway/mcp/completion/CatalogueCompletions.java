package dev.tollgate.gateway.mcp.completion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.gateway.catalogue.Reach;
import dev.tollgate.gateway.mcp.Asked;
import dev.tollgate.gateway.mcp.Offer;
import dev.tollgate.gateway.mcp.Reply;
import dev.tollgate.gateway.mcp.Rpc;
import dev.tollgate.gateway.mcp.prompt.Prompts;
import dev.tollgate.gateway.mcp.resource.RecordResources;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may go on to type, from declarations alone: the values of prompt arguments, the modules and kinds of
 * records in templates. Free. Safe from any thread.
 */
public final class CatalogueCompletions implements Offer.Completions {

    /** The protocol allows no more in one answer. */
    static final int VALUES_MAX = 100;

    private final Prompts prompts;
    private final RecordResources resources;

    public CatalogueCompletions(Prompts prompts, RecordResources resources) {
        this.prompts = prompts;
        this.resources = resources;
    }

    @Override
    public Future<Reply> complete(Asked asked) {
        var argument = asked.params().path("argument");
        var name = argument.path("name").textValue();
        var typed = argument.path("value").textValue();
        if (name == null || typed == null) {
            return Reply.fault(Rpc.INVALID_PARAMS, "argument has a name and a value, both texts.")
                    .now();
        }
        var known = known(asked, name, prompts.reach(asked.context()));
        return known == null
                ? Reply.fault(Rpc.INVALID_PARAMS, "There is no such prompt, template or argument.")
                        .now()
                : reply(known, typed.toLowerCase(Locale.ROOT)).now();
    }

    private @Nullable List<String> known(Asked asked, String argument, Reach reach) {
        var ref = asked.params().path("ref");
        return switch (ref.path("type").asText()) {
            case "ref/prompt" -> {
                var prompt = ref.path("name").textValue();
                yield prompt == null ? null : prompts.values(prompt, argument, reach);
            }
            case "ref/resource" -> {
                var template = ref.path("uri").textValue();
                yield template == null ? null : variable(asked, template, argument, reach);
            }
            default -> null;
        };
    }

    private @Nullable List<String> variable(Asked asked, String template, String variable, Reach reach) {
        if (!resources.hasVariable(template, variable)) {
            return null;
        }
        return switch (variable) {
            case "module" -> resources.modules(reach);
            case "record" ->
                resources.records(
                        reach,
                        asked.params()
                                .path("context")
                                .path("arguments")
                                .path("module")
                                .textValue());
            default -> List.of();
        };
    }

    private static Reply reply(List<String> known, String typed) {
        var fitting = known.stream().filter(value -> value.startsWith(typed)).toList();
        var result = JsonNodeFactory.instance.objectNode();
        var completion = result.putObject("completion");
        var values = completion.putArray("values");
        fitting.stream().limit(VALUES_MAX).forEach(values::add);
        completion.put("total", fitting.size()).put("hasMore", fitting.size() > VALUES_MAX);
        return Reply.result(result);
    }
}
