package dev.tollgate.billing.request;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One request for a plan. */
@IdPrefix("plr")
public record PlanRequestId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
