package dev.tollgate.billing.deadletter;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One dead letter. */
@IdPrefix("ltr")
public record DeadLetterId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
