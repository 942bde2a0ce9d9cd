package dev.tollgate.gateway.catalogue;

/**
 * How far a caller reaches: the modules that are on and the scopes held, as bits of one {@link Catalogue}. Callers with
 * the same reach are offered the same things.
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
