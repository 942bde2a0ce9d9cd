package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.tracked.EventHashes;
import java.util.List;

/** Values of filters as they are stored, for fields that are hashed. */
@FunctionalInterface
public interface FieldHashes {

    /** For sources without hashed fields. */
    FieldHashes NONE = (_, _) -> List.of();

    /** All forms in which a value may be stored. */
    List<Object> of(String field, Object value);

    /** Those of events. */
    static FieldHashes of(EventHashes hashes) {
        return (field, value) -> field.equals(EventColumns.ACTOR)
                ? List.of(hashes.actor(value.toString()))
                : List.copyOf(hashes.pii(value));
    }
}
