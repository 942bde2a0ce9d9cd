package dev.tollgate.modules.tracked;

import java.util.List;
import java.util.Map;

/**
 * Checks of values that are hashed now and cannot be repeated.
 *
 * @param hashed names of the properties whose values are hashed
 * @param faulty those of them that were faulty, each with a digest of the schema that it was checked by
 */
public record HeldChecks(List<String> hashed, Map<String, String> faulty) {

    public HeldChecks {
        hashed = List.copyOf(hashed);
        faulty = Map.copyOf(faulty);
    }
}
