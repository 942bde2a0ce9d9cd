package dev.tollgate.gateway.catalogue;

/**
 * The modules enabled and the scopes held by a caller, as bits of one {@link Catalogue}, and the filter of the
 * connection. Callers with equal keys see the same lists.
 */
public record EntitlementKey(long modules, long scopes, ToolFilter filter) {

    /** Every module and scope. */
    public static final EntitlementKey ALL = new EntitlementKey(-1, -1);

    /** The reach of a connection that is not narrowed. */
    public EntitlementKey(long modules, long scopes) {
        this(modules, scopes, ToolFilter.NONE);
    }

    /** Whether a call of this face would pass filter, module and scope. */
    public boolean covers(CompiledFace<?, ?> face) {
        return (face.moduleBit() == 0 || (modules & face.moduleBit()) != 0)
                && (face.scopeBit() == 0 || (scopes & face.scopeBit()) != 0)
                && filter.admits(face);
    }
}
