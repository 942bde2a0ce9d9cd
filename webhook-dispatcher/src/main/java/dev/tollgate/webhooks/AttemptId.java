package dev.tollgate.webhooks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One try to deliver. */
@IdPrefix("att")
public record AttemptId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
