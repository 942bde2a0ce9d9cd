package dev.tollgate.modules.analytics.plan;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("tpl")
@RecordOf(value = "analytics.tracking_plan", name = "name")
public record TrackingPlanId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
