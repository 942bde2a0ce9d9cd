package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.gateway.answer.ModelRecords;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.ToolInput;

/** One operation as a tool, in few tokens: name, texts, input schema and hints, all from its declaration. */
final class ToolDescription {

    private ToolDescription() {}

    static ObjectNode of(CompiledFace<?, ?> face, ToolInput<?> input) {
        var operation = face.operation();
        var description = operation.description().strip();
        var tool = JsonNodeFactory.instance
                .objectNode()
                .put("name", operation.name())
                .put("title", operation.summary())
                .put("description", description.isEmpty() ? operation.summary() + '.' : description);
        tool.set("inputSchema", input.shown());
        tool.set("annotations", annotations(operation));
        return tool;
    }

    static ObjectNode withOutput(CompiledFace<?, ?> face, ToolInput<?> input, boolean detailed) {
        var tool = of(face, input);
        var records = ModelRecords.of(face.operation().answer().element());
        tool.set("outputSchema", records.schema(face.toolEnvelope(), detailed));
        return tool;
    }

    /** The hints of an operation. No tool reaches beyond the workspace. */
    private static ObjectNode annotations(Operation<?, ?> operation) {
        var hints = JsonNodeFactory.instance.objectNode();
        var ofEffect = switch (operation.effect()) {
            case READ -> hints.put("readOnlyHint", true);
            case WRITE -> hints.put("destructiveHint", operation.mayDestroy());
            case REDUCE -> hints.put("destructiveHint", operation.mayDestroy()).put("idempotentHint", true);
        };
        return ofEffect.put("openWorldHint", false);
    }
}
