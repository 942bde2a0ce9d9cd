package dev.tollgate.contract.caller;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One paying account. */
@IdPrefix("tnt")
public record TenantId(UUID value) implements Id {

    // Written out, since what a record makes of them by itself goes through method handles, which profiles show.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof TenantId tenant && value.equals(tenant.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
