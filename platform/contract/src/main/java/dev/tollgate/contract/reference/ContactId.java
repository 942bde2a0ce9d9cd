package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of a contact. */
@IdPrefix("con")
@RecordOf(value = "crm.contact", name = "name", heldBy = "support.ticket.contact_id")
public record ContactId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
