package dev.tollgate.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.mcp.Asked;
import dev.tollgate.gateway.mcp.ListPage;
import dev.tollgate.gateway.mcp.Offer;
import dev.tollgate.gateway.mcp.Reply;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import java.util.List;

/** The prompts the suite gets by name, and completion of their arguments. */
final class FixturePrompts implements Offer.Prompts, Offer.Completions {

    private static final int INVALID_PARAMS = -32602;
    private static final List<ObjectNode> ALL = List.of(
            description("test_input_required_result_prompt"),
            description("test_prompt_with_arguments", "arg1", "arg2"),
            description("test_prompt_with_embedded_resource", "resourceUri"),
            description("test_prompt_with_image"),
            description("test_simple_prompt"));

    @Override
    public ListPage list(RequestContext context, String cursor) {
        return Tree.list("prompts", ALL);
    }

    @Override
    public Future<Reply> get(Asked asked) {
        var arguments = asked.params().path("arguments");
        return switch (asked.params().path("name").asText()) {
            case "test_simple_prompt" -> messages(Tree.text("This is a simple prompt for testing."));
            case "test_prompt_with_arguments" ->
                messages(Tree.text("Prompt with arguments: arg1='%s', arg2='%s'"
                        .formatted(text(arguments, "arg1"), text(arguments, "arg2"))));
            case "test_prompt_with_embedded_resource" ->
                messages(
                        Tree.embedded(
                                text(arguments, "resourceUri"), "text/plain", "Embedded resource content for testing."),
                        Tree.text("Please process the embedded resource above."));
            case "test_prompt_with_image" -> messages(Tree.image(), Tree.text("Please analyze the image above."));
            case "test_input_required_result_prompt" -> FixtureRounds.prompt(asked);
            default -> Reply.fault(INVALID_PARAMS, "There is no such prompt.").now();
        };
    }

    @Override
    public Future<Reply> complete(Asked asked) {
        var result = Tree.object();
        result.putObject("completion")
                .put("total", 2)
                .put("hasMore", false)
                .putArray("values")
                .add("test one")
                .add("test two");
        return Reply.result(result).now();
    }

    static Future<Reply> messages(ObjectNode... contents) {
        var result = Tree.object();
        var messages = result.putArray("messages");
        for (var content : contents) {
            messages.addObject().put("role", "user").set("content", content);
        }
        return Reply.result(result).now();
    }

    private static String text(JsonNode arguments, String name) {
        return arguments.path(name).asText();
    }

    private static ObjectNode description(String name, String... arguments) {
        var prompt = Tree.object().put("name", name).put("description", "For the suite");
        var list = prompt.putArray("arguments");
        for (var argument : arguments) {
            list.addObject()
                    .put("name", argument)
                    .put("description", "For the suite")
                    .put("required", true);
        }
        return prompt;
    }
}
