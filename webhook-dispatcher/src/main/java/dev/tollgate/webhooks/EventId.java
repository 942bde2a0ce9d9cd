package dev.tollgate.webhooks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** An event as receivers know it: the same over all endpoints, retries and replays. */
@IdPrefix("evt")
public record EventId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
