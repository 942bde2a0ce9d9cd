package dev.tollgate.contract.caller;

import java.util.UUID;

/** One paying account. */
@IdPrefix("tnt")
public record TenantId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
