package dev.tollgate.gateway.access;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of each tenant are under way in this gateway, with a cap: one tenant cannot take every place, and what
 * a lost Redis can cost is bounded by it. One per process; safe from any thread.
 */
public final class InFlight {

    static final int TENANTS_KEPT_MAX = 10_000;
    private static final Refusal REFUSAL =
            new Refusal.RateLimited("Too many calls of this tenant are under way at once.", Duration.ofSeconds(1));

    private final ConcurrentMap<TenantId, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final int perTenantMax;

    public InFlight(int perTenantMax) {
        this.perTenantMax = perTenantMax;
    }

    /** Takes a place, which {@link #left} gives back; the refusal when there is none. */
    public @Nullable Refusal refusal(@Nullable TenantId tenant) {
        if (tenant != null) {
            var count = calls.computeIfAbsent(tenant, _ -> new AtomicInteger());
            if (count.incrementAndGet() > perTenantMax) {
                count.decrementAndGet();
                return REFUSAL;
            }
        }
        total.incrementAndGet();
        return null;
    }

    /** Gives a place back. */
    public void left(@Nullable TenantId tenant) {
        total.decrementAndGet();
        if (tenant != null) {
            var count = calls.get(tenant);
            if (count != null && count.decrementAndGet() == 0 && calls.size() > TENANTS_KEPT_MAX) {
                calls.computeIfPresent(tenant, (_, kept) -> kept.get() == 0 ? null : kept);
            }
        }
    }

    /** Calls of all tenants under way. */
    public int total() {
        return total.get();
    }
}
