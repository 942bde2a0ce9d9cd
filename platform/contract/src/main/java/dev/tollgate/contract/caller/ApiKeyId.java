package dev.tollgate.contract.caller;

import java.util.UUID;

/** A REST credential of one workspace. */
@IdPrefix("key")
public record ApiKeyId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
