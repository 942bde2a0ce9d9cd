package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One metered call, under the id that the usage lists name it by. */
@IdPrefix("use")
public record UsageEventId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
