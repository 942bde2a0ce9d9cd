package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("act")
@RecordOf("activity.activity")
public record ActivityId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
