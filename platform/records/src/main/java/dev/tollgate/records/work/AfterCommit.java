package dev.tollgate.records.work;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Steps that follow a durable write. The unused part of a hold is given back only here: before the commit is known, the
 * whole hold is the caller's to keep or to release.
 */
final class AfterCommit {

    private record Rest(TenantId tenant, Charge.Hold hold, long micros) {}

    private final WorkParts parts;
    private final BitSet slices = new BitSet();
    private @Nullable Rest rest;

    AfterCommit(WorkParts parts) {
        this.parts = parts;
    }

    void wrote(int slice) {
        slices.set(slice);
    }

    void unused(TenantId tenant, Charge held, Charge used) {
        if (held.hold() != null && used.micros() < held.micros()) {
            rest = new Rest(tenant, held.hold(), held.micros() - used.micros());
        }
    }

    /** Runs the steps of a write that is durable, if it has any. */
    static void run(@Nullable AfterCommit steps) {
        if (steps != null) {
            steps.run();
        }
    }

    private void run() {
        slices.stream().forEach(parts.outboxSignal()::wrote);
        if (rest != null) {
            parts.holdRemainder().release(rest.tenant(), rest.hold(), rest.micros());
        }
    }
}
