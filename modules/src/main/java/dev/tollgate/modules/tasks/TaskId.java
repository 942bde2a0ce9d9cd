package dev.tollgate.modules.tasks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("tsk")
@RecordOf(value = "tasks.task", name = "title")
public record TaskId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
