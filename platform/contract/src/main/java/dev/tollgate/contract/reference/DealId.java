package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of a deal. */
@IdPrefix("dea")
@RecordOf(value = "crm.deal", name = "title")
public record DealId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
