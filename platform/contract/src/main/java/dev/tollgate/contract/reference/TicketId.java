package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of a ticket. */
@IdPrefix("tkt")
@RecordOf(value = "support.ticket", name = "subject")
public record TicketId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
