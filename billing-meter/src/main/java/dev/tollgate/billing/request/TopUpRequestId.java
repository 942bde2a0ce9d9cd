package dev.tollgate.billing.request;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One request for a top-up. */
@IdPrefix("tur")
public record TopUpRequestId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
