package dev.tollgate.gateway.workspace.request;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One webhook endpoint, under the id it is listed by. */
@IdPrefix("wh")
public record EndpointId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
