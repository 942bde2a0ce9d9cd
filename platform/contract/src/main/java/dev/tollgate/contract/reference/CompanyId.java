package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of a company. */
@IdPrefix("com")
@RecordOf(value = "crm.company", name = "name")
public record CompanyId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
