package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("col")
@RecordOf(value = "cms.collection", name = "name")
public record CollectionId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
