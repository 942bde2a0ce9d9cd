package dev.tollgate.modules.crm.contact;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("not")
@RecordOf("crm.note")
public record NoteId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
