package dev.tollgate.billing.correction;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One correction. */
@IdPrefix("cor")
public record CorrectionId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
