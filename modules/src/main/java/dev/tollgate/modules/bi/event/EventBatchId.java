package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** The ID of the events of one call. */
@IdPrefix("evb")
public record EventBatchId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
