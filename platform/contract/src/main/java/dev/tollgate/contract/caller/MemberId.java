package dev.tollgate.contract.caller;

import java.util.UUID;

/** Id of a person's membership in one workspace. */
@IdPrefix("mem")
public record MemberId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
