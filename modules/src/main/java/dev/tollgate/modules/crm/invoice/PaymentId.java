package dev.tollgate.modules.crm.invoice;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("pay")
@RecordOf("crm.payment")
public record PaymentId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
