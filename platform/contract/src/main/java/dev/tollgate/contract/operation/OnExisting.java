package dev.tollgate.contract.operation;

import java.util.List;
import java.util.Locale;

/** What a create does if a record of the same external IDs exists. */
public enum OnExisting {
    /** It is refused with conflict. */
    FAIL,
    /** It changes that record, by the fields that were sent, as the update operation does. */
    UPDATE,
    /** It answers that record as it is. */
    SKIP;

    /** Those that an operation takes; empty for one that makes no records with external IDs. */
    public static List<OnExisting> of(Operation<?, ?> operation) {
        if (operation.has(Trait.UPDATES_EXISTING)) {
            return List.of(values());
        }
        return operation.has(Trait.SKIPS_EXISTING) ? List.of(FAIL, SKIP) : List.of();
    }

    /** As callers write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
