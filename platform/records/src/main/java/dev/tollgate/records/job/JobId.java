package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One job, as operators see it. */
@IdPrefix("job")
public record JobId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
