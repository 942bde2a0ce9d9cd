package dev.tollgate.modules.crm.deal;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("dls")
@RecordOf(value = "crm.deal_stage", name = "name")
public record DealStageId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
