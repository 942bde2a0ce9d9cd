package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("dst")
@RecordOf(value = "bi.dataset", name = "name", madeOf = "modules")
public record DatasetId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
