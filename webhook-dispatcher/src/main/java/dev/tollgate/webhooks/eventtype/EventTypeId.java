package dev.tollgate.webhooks.eventtype;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

@IdPrefix("ety")
public record EventTypeId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
