package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** The identity of an invitation. */
@IdPrefix("inv")
public record InvitationId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
