package dev.tollgate.contract.caller;

import java.util.UUID;

/** One call: the same id stands in the answer, in the audit event and in the usage event. */
@IdPrefix("req")
public record RequestId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
