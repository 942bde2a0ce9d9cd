package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("evd")
@RecordOf(value = "analytics.event_definition", name = "name")
public record EventDefinitionId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
