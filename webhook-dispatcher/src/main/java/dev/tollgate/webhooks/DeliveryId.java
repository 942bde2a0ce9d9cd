package dev.tollgate.webhooks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One event on its way to one endpoint. */
@IdPrefix("dlv")
public record DeliveryId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
