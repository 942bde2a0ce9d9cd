package dev.tollgate.contract.caller;

import java.util.UUID;

/** One call: the same id is in the answer, the audit event and the usage event. */
@IdPrefix("req")
public record RequestId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
