package dev.tollgate.contract.caller;

import java.util.UUID;

/** The boundary for every record, credential, audit row and webhook. */
@IdPrefix("wrk")
public record WorkspaceId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
