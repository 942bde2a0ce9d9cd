package dev.tollgate.gateway.console.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Conditions;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * What a page sends with an operation.
 *
 * @param body null for none
 * @param asTable whether the answer is wanted as comma-separated values
 */
public record CallInputs(MultiMap query, @Nullable ObjectNode body, Conditions conditions, boolean asTable) {

    /** A read without parameters. */
    public static final CallInputs NONE = query(MultiMap.caseInsensitiveMultiMap());

    public static CallInputs query(MultiMap query) {
        return new CallInputs(query, null, Conditions.NONE, false);
    }

    public static CallInputs table(MultiMap query) {
        return new CallInputs(query, null, Conditions.TABLE, true);
    }

    public static CallInputs body(ObjectNode body, Conditions conditions) {
        return new CallInputs(MultiMap.caseInsensitiveMultiMap(), body, conditions, false);
    }
}
