package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("sit")
@RecordOf(value = "cms.site", name = "name")
public record SiteId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
