package dev.tollgate.billing.account;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One payment into the prepaid balance. */
@IdPrefix("top")
public record TopUpId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
