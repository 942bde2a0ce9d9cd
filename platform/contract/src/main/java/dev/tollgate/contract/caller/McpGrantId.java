package dev.tollgate.contract.caller;

import java.util.UUID;

/** What somebody with an OAuth access token may do in one workspace at most. */
@IdPrefix("grt")
public record McpGrantId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
