package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.ToolInput;

/** One operation as a tool: name, texts, schemas and hints, all from its declaration. */
final class ToolDescription {

    private ToolDescription() {}

    static ObjectNode of(CompiledFace<?, ?> face, ToolInput<?> input) {
        var operation = face.operation();
        var tool = JsonNodeFactory.instance
                .objectNode()
                .put("name", operation.name())
                .put("title", operation.summary())
                .put("description", (operation.summary() + ". " + operation.description()).strip());
        tool.set("inputSchema", input.document());
        tool.set("outputSchema", face.toolEnvelope());
        tool.set("annotations", annotations(operation.summary(), operation.effect()));
        var meta =
                tool.putObject("_meta").put("dev.tollgate/module", face.module().key());
        var scope = face.scope();
        if (scope != null) {
            meta.put("dev.tollgate/scope", scope.text());
        }
        return tool;
    }

    /** The hints of an effect. No tool reaches beyond the workspace. */
    private static ObjectNode annotations(String title, Effect effect) {
        var hints = JsonNodeFactory.instance.objectNode().put("title", title);
        return switch (effect) {
            case READ -> hints.put("readOnlyHint", true).put("openWorldHint", false);
            case WRITE -> hints(hints, false, false);
            case REDUCE -> hints(hints, true, true);
        };
    }

    private static ObjectNode hints(ObjectNode hints, boolean destructive, boolean idempotent) {
        return hints.put("readOnlyHint", false)
                .put("destructiveHint", destructive)
                .put("idempotentHint", idempotent)
                .put("openWorldHint", false);
    }
}
