package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

@IdPrefix("act")
public record ActivityId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
