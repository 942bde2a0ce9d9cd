package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of a violation: bad events of one name that have the same faults. */
@IdPrefix("vio")
@RecordOf(value = "analytics.violation", name = "name")
public record ViolationId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
