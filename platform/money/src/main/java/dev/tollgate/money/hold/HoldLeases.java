package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls that one lane holds before they come. Where equal calls come side by side, the hold of those that are there
 * holds some of the next too, which then need not ask Redis. Only where they are a small part of what the account and
 * its limits leave, never for credentials with a budget, and for {@link HoldLease#LIFE}: what is not used by then is
 * released.
 */
final class HoldLeases {

    /** The most requests of one lane that have a lease. */
    static final int REQUESTS_MAX = 4_096;

    /** The most of them that are of one tenant. */
    static final int TENANT_REQUESTS_MAX = 64;

    /** From one look for leases that have ended to the next. */
    static final Duration LOOK = Duration.ofMillis(20);

    private final Map<HoldRequest, HoldLease> leases = new HashMap<>();
    private final Map<TenantId, Integer> byTenant = new HashMap<>();
    private final Consumer<Release> unused;
    private final Predicate<TenantId> renews;
    private long lookedNanos = System.nanoTime();
    private boolean closed;

    /**
     * Without a lease.
     *
     * @param unused takes what was held for calls that did not come
     * @param renews whether the copy of an account is being renewed: then its leases are neither used nor taken
     */
    HoldLeases(Consumer<Release> unused, Predicate<TenantId> renews) {
        this.unused = unused;
        this.renews = renews;
    }

    /** The verdict on a call that was held before; null for none. */
    @Nullable HoldDecision take(HoldRequest request, long nowNanos) {
        HoldLease lease = leases.get(request);
        return lease == null || renews.test(request.tenant()) ? null : lease.take(nowNanos);
    }

    /** How many calls to hold with those of a batch. */
    int ahead(HoldRequest request, int calls, long nowNanos) {
        HoldLease lease = leases.get(request);
        if (lease == null) {
            if (closed || calls < HoldLease.SEVERAL || request.budget() != null || isFull(request.tenant())) {
                return 0;
            }
            lease = new HoldLease(request, nowNanos);
            leases.put(request, lease);
            byTenant.merge(request.tenant(), 1, Integer::sum);
        }
        giveBack(lease);
        return renews.test(request.tenant()) ? 0 : lease.ahead(calls, nowNanos);
    }

    /** The answer to a batch, of which so many calls have callers. */
    void held(HoldReplies answer, int calls, long nowNanos) {
        HoldRequest request = answer.request();
        HoldLease lease = leases.get(request);
        if (lease != null) {
            lease.held(answer, calls, nowNanos);
        } else if (answer.admitted() > calls) {
            long micros = (answer.admitted() - calls) * request.costMicros();
            unused.accept(new Release(request.tenant(), answer.first().hold(request), micros));
        }
    }

    /** Gives back what is not used in time. Whether there are leases. */
    boolean tick(long nowNanos) {
        if (nowNanos - lookedNanos >= LOOK.toNanos()) {
            lookedNanos = nowNanos;
            leases.values().removeIf(lease -> hasEnded(lease, nowNanos));
        }
        return !leases.isEmpty();
    }

    /** Gives back what is not used, and holds nothing ahead from now on. */
    void close() {
        closed = true;
        leases.values().forEach(this::giveBack);
        leases.clear();
        byTenant.clear();
    }

    /** Requests that have a lease. */
    int size() {
        return leases.size();
    }

    private boolean isFull(TenantId tenant) {
        return leases.size() >= REQUESTS_MAX || byTenant.getOrDefault(tenant, 0) >= TENANT_REQUESTS_MAX;
    }

    /** Gives back what is left of a lease that is too old; whether nobody asks for it any more. */
    private boolean hasEnded(HoldLease lease, long nowNanos) {
        if (!lease.lives(nowNanos)) {
            giveBack(lease);
        }
        boolean idle = lease.idle(nowNanos);
        if (idle) {
            byTenant.computeIfPresent(lease.tenant(), (_, count) -> count == 1 ? null : count - 1);
        }
        return idle;
    }

    private void giveBack(HoldLease lease) {
        if (lease.left() > 0) {
            unused.accept(lease.giveBack());
        }
    }
}
