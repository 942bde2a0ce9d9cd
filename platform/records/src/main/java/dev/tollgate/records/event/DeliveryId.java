package dev.tollgate.records.event;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One webhook delivery, under the id that the lists of deliveries name it by. */
@IdPrefix("dlv")
public record DeliveryId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
