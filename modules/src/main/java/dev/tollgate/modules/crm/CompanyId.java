package dev.tollgate.modules.crm;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

@IdPrefix("com")
public record CompanyId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
