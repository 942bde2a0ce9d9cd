package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One metered call, as charged. */
@IdPrefix("use")
public record UsageEventId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
