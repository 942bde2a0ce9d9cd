package dev.tollgate.contract.caller;

import java.util.UUID;

/** A person's place as an owner of one tenant. */
@IdPrefix("own")
public record TenantOwnerId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
