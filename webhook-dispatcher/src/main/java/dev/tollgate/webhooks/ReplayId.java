package dev.tollgate.webhooks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** A job that delivers past events again. */
@IdPrefix("rpl")
public record ReplayId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
