package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to reach an operation: each face has its own route, access and price; name, input, answer and handler are
 * shared. A face of the app plane is an MCP tool too.
 *
 * @param usual whether it is the one of the control faces that is meant where a caller names neither tenant nor
 *     workspace, if what its path names is known
 */
public record Face<I, A>(Plane plane, Route route, Access access, Meter<I, A> meter, boolean usual) {

    private static final Set<String> BODY_METHODS = Set.of("POST", "PUT", "PATCH");

    /**
     * The scope without which the answer of a write through this face contains only the fields that were sent; null if
     * every permitted caller may also read.
     */
    public @Nullable Scope reading() {
        return switch (access) {
            case Access.Scoped(String _, Scope scope) -> scope.reading();
            case Access.ScopeOnly(Scope scope) -> scope.reading();
            case Access.AnyCredential _, Access.Roles _, Access.AnySignedIn _, Access.Identified _, Access.Signed _ ->
                null;
        };
    }

    /** Whether the fields that are not in the path are in a body; otherwise they are in the query. */
    public boolean takesBody() {
        return BODY_METHODS.contains(route.method());
    }
}
