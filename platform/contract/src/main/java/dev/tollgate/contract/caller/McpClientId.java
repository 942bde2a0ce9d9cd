package dev.tollgate.contract.caller;

import java.util.UUID;

/** An agent's credential of one workspace. */
@IdPrefix("mcp")
public record McpClientId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
