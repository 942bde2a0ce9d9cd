package dev.tollgate.gateway.access;

import dev.tollgate.contract.caller.TenantId;
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

    /** Of these, calls of the people of a tenant. */
    static final int CONTROL_TENANT_MAX = 256;

    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);
    private static final Refusal TENANT_REFUSAL =
            new Refusal.RateLimited("Too many concurrent calls of this tenant.", Duration.ofSeconds(1));
    private static final Refusal AGENT_REFUSAL =
            new Refusal.RateLimited("Too many concurrent calls of this credential.", Duration.ofSeconds(1));

    private final KeyedConcurrencyLimiter<TenantId> tenants;
    private final KeyedConcurrencyLimiter<UUID> agents;
    private final AtomicInteger total = new AtomicInteger();
    private final int totalMax;

    private InFlightLimiter(int totalMax, int perTenantMax, int perAgentMax) {
        this.totalMax = totalMax;
        this.tenants = new KeyedConcurrencyLimiter<>(perTenantMax);
        this.agents = new KeyedConcurrencyLimiter<>(perAgentMax);
    }

    /** Of calls of applications and agents. */
    public static InFlightLimiter ofAppPlane(int perTenantMax, int perAgentMax) {
        return new InFlightLimiter(TOTAL_MAX, perTenantMax, perAgentMax);
    }

    /** Of calls of operators and people. */
    public static InFlightLimiter ofControlPlane() {
        return new InFlightLimiter(CONTROL_TOTAL_MAX, CONTROL_TENANT_MAX, 0);
    }

    /**
     * Takes a slot, which {@link #left} releases; the refusal if none is free.
     *
     * @param tenant null for calls on no tenant, and for those of operators
     * @param agent the credential of an agent; null for other callers
     */
    public @Nullable Refusal refusal(@Nullable TenantId tenant, @Nullable UUID agent) {
        if (total.incrementAndGet() > totalMax) {
            total.decrementAndGet();
            return FULL;
        }
        var refusal = ownRefusal(tenant, agent);
        if (refusal != null) {
            total.decrementAndGet();
        }
        return refusal;
    }

    private @Nullable Refusal ownRefusal(@Nullable TenantId tenant, @Nullable UUID agent) {
        if (agent != null && !agents.take(agent)) {
            return AGENT_REFUSAL;
        }
        if (tenant != null && !tenants.take(tenant)) {
            if (agent != null) {
                agents.give(agent);
            }
            return TENANT_REFUSAL;
        }
        return null;
    }

    /** Releases a slot. */
    public void left(@Nullable TenantId tenant, @Nullable UUID agent) {
        total.decrementAndGet();
        if (tenant != null) {
            tenants.give(tenant);
        }
        if (agent != null) {
            agents.give(agent);
        }
    }

    /** Calls of all tenants under way. */
    public int total() {
        return total.get();
    }
}
