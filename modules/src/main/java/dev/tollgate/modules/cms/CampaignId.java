package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("cam")
@RecordOf(value = "cms.campaign", name = "name")
public record CampaignId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
