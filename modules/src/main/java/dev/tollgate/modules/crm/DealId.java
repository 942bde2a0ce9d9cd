package dev.tollgate.modules.crm;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

@IdPrefix("dea")
public record DealId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
