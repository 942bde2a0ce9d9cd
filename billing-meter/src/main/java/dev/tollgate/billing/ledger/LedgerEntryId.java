package dev.tollgate.billing.ledger;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** An entry of a ledger. */
@IdPrefix("led")
public record LedgerEntryId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
