package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Paces the rebuilds of a process: one attempt at a time per account. Shared by all loops of a process. */
public final class CopyRebuilds {

    /** From the first attempt to the second. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    /** From an attempt to the next, at most. */
    static final Duration AGAIN_AFTER_MAX = Duration.ofSeconds(30);

    private final TenantPacer pacer = new TenantPacer(
            AGAIN_AFTER, AGAIN_AFTER_MAX, () -> ThreadLocalRandom.current().nextDouble());

    /** Whether the caller may try to rebuild the copy of this account now. */
    boolean take(TenantId tenant, long nowNanos) {
        return pacer.take(tenant, nowNanos);
    }

    /** The copy is current. */
    void sound(TenantId tenant) {
        pacer.forget(tenant);
    }
}
