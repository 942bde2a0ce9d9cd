package dev.tollgate.modules.support;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("que")
@RecordOf(value = "support.queue", name = "name")
public record QueueId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
