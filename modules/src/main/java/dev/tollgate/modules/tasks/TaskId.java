package dev.tollgate.modules.tasks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

@IdPrefix("tsk")
public record TaskId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
