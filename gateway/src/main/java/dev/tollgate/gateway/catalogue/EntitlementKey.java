package dev.tollgate.gateway.catalogue;

/**
 * How far a caller reaches: the modules that are on and the scopes held, as bits of one {@link Catalogue}, and what the
 * connection leaves of it. Callers with the same reach are offered the same things.
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
