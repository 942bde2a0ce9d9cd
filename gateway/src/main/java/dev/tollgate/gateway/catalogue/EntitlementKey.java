package dev.tollgate.gateway.catalogue;

/**
 * The modules enabled and the scopes held by a caller, as bits of one {@link Catalogue}. Callers with equal keys see
 * the same lists.
 */
public record EntitlementKey(long modules, long scopes) {

    /** Every module and scope. */
    public static final EntitlementKey ALL = new EntitlementKey(-1, -1);

    /** Whether a call of this face would pass module and scope. */
    public boolean covers(CompiledFace<?, ?> face) {
        return (face.moduleBit() == 0 || (modules & face.moduleBit()) != 0)
                && (face.scopeBit() == 0 || (scopes & face.scopeBit()) != 0);
    }
}
