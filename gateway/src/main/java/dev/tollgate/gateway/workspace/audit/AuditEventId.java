package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One entry of the audit. */
@IdPrefix("aud")
public record AuditEventId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
