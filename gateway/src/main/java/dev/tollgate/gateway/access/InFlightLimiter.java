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
 * slots of its tenant, and the cost of a lost Redis is bounded. One per process; safe from any thread.
 */
public final class InFlightLimiter {

    /** Maximum calls in all: beyond them a gateway serves no caller well, and other gateways may have capacity. */
    static final int TOTAL_MAX = 16_384;

    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);
    private static final Refusal TENANT_REFUSAL =
            new Refusal.RateLimited("Too many concurrent calls of this tenant.", Duration.ofSeconds(1));
    private static final Refusal AGENT_REFUSAL =
            new Refusal.RateLimited("Too many concurrent calls of this credential.", Duration.ofSeconds(1));

    private final KeyedConcurrencyLimiter<TenantId> tenants;
    private final KeyedConcurrencyLimiter<UUID> agents;
    private final AtomicInteger total = new AtomicInteger();

    public InFlightLimiter(int perTenantMax, int perAgentMax) {
        this.tenants = new KeyedConcurrencyLimiter<>(perTenantMax);
        this.agents = new KeyedConcurrencyLimiter<>(perAgentMax);
    }

    /**
     * Takes a slot, which {@link #left} releases; the refusal if none is free.
     *
     * @param agent the credential of an agent; null for other callers
     */
    public @Nullable Refusal refusal(@Nullable TenantId tenant, @Nullable UUID agent) {
        if (total.incrementAndGet() > TOTAL_MAX) {
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
