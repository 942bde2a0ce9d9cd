package dev.tollgate.contract.caller;

import java.util.UUID;

/** Limit of what a person's agents may do in one workspace. */
@IdPrefix("grt")
public record McpGrantId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
