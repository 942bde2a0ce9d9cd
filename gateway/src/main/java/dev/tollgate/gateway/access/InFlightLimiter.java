package dev.tollgate.gateway.access;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.KeyedConcurrencyLimiter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Limits concurrent calls per tenant and per agent in this gateway: one tenant cannot take all slots, one agent not all
 * slots of its tenant, and the cost of a lost Redis is bounded. The control plane has slots of its own: whatever
 * applications and agents do, they can be revoked. One of each per process; safe from any thread.
 */
public final class InFlightLimiter {

    /** Maximum calls in all: beyond them a gateway serves no caller well, and other gateways may have capacity. */
    static final int TOTAL_MAX = 16_384;

    /** The same of the control plane, whose calls are few. */
    static final int CONTROL_TOTAL_MAX = 2_048;

    /** Of these, calls of others than operators. */
    static final int CONTROL_WITHOUT_OPERATORS_MAX = 1_536;

    /** Of these, calls on one tenant, or of one person on none. */
    static final int CONTROL_TENANT_MAX = 256;

    /** Of these, calls of one person. */
    static final int CONTROL_PERSON_MAX = 64;

    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);
    private static final Refusal TENANT_REFUSAL =
            new Refusal.RateLimited("Too many concurrent calls of this tenant.", Duration.ofSeconds(1));
    private static final Refusal CALLER_REFUSAL =
            new Refusal.RateLimited("Too many concurrent calls of this credential.", Duration.ofSeconds(1));

    private final KeyedConcurrencyLimiter<UUID> tenants;
    private final KeyedConcurrencyLimiter<UUID> callers;
    private final AtomicInteger total = new AtomicInteger();
    private final int totalMax;
    private final int operatorsMax;

    private InFlightLimiter(int totalMax, int operatorsMax, int perTenantMax, int perCallerMax) {
        this.totalMax = totalMax;
        this.operatorsMax = operatorsMax;
        this.tenants = new KeyedConcurrencyLimiter<>(perTenantMax);
        this.callers = new KeyedConcurrencyLimiter<>(perCallerMax);
    }

    /** Of calls of applications and agents. */
    public static InFlightLimiter ofAppPlane(int perTenantMax, int perAgentMax) {
        return new InFlightLimiter(TOTAL_MAX, TOTAL_MAX, perTenantMax, perAgentMax);
    }

    /** Of calls of operators and people. */
    public static InFlightLimiter ofControlPlane() {
        return new InFlightLimiter(
                CONTROL_WITHOUT_OPERATORS_MAX, CONTROL_TOTAL_MAX, CONTROL_TENANT_MAX, CONTROL_PERSON_MAX);
    }

    /**
     * Takes a slot, which {@link #left} releases; the refusal if none is free.
     *
     * @param tenant whose calls are counted together; null for an operator, whose are in the total only
     * @param caller whose calls are counted apart too; null for others
     */
    public @Nullable Refusal refusal(@Nullable UUID tenant, @Nullable UUID caller) {
        if (total.incrementAndGet() > (tenant == null ? operatorsMax : totalMax)) {
            total.decrementAndGet();
            return FULL;
        }
        var refusal = ownRefusal(tenant, caller);
        if (refusal != null) {
            total.decrementAndGet();
        }
        return refusal;
    }

    private @Nullable Refusal ownRefusal(@Nullable UUID tenant, @Nullable UUID caller) {
        if (caller != null && !callers.take(caller)) {
            return CALLER_REFUSAL;
        }
        if (tenant != null && !tenants.take(tenant)) {
            if (caller != null) {
                callers.give(caller);
            }
            return TENANT_REFUSAL;
        }
        return null;
    }

    /** Releases a slot. */
    public void left(@Nullable UUID tenant, @Nullable UUID caller) {
        total.decrementAndGet();
        if (tenant != null) {
            tenants.give(tenant);
        }
        if (caller != null) {
            callers.give(caller);
        }
    }

    /** Calls of all tenants under way. */
    public int total() {
        return total.get();
    }
}
