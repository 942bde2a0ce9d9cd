package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("pst")
@RecordOf("cms.post")
public record PostId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
