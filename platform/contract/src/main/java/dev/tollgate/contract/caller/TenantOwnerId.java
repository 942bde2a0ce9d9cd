package dev.tollgate.contract.caller;

import java.util.UUID;

/** Id of a person as an owner of one tenant. */
@IdPrefix("own")
public record TenantOwnerId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
