package dev.tollgate.gateway.catalogue.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.runtime.json.Json;
import org.jspecify.annotations.Nullable;

/** Examples of inputs, as the declarations have them. */
public final class Examples {

    private Examples() {}

    /**
     * The example of an operation, a new tree with each call; null where only a prepared workspace can give one.
     *
     * @throws IllegalArgumentException where it is no JSON object
     */
    public static @Nullable ObjectNode of(Operation<?, ?> operation) {
        var example = operation.example();
        return example == null ? null : Json.read(example, ObjectNode.class);
    }
}
