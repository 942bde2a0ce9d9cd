package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of an invoice. */
@IdPrefix("ivc")
@RecordOf(value = "crm.invoice", name = "number")
public record InvoiceId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
