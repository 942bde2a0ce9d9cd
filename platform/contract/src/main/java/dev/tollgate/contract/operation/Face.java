package dev.tollgate.contract.operation;

import java.util.Set;

/**
 * One way to reach an operation: each face has its own route, access and price; name, input, answer and handler are
 * shared.
 *
 * @param mcp whether it is an MCP tool too; only of the app plane
 */
public record Face<I, A>(Plane plane, Route route, Access access, Meter<I, A> meter, boolean mcp) {

    private static final Set<String> BODY_METHODS = Set.of("POST", "PUT", "PATCH");

    /** Whether the fields that are not in the path come in a body; otherwise they come in the query. */
    public boolean takesBody() {
        return BODY_METHODS.contains(route.method());
    }
}
