package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of a lead. */
@IdPrefix("lea")
@RecordOf(value = "crm.lead", name = "name")
public record LeadId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
