package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.memory.FairPlaces;
import dev.tollgate.runtime.memory.KeyCounts;
import java.util.UUID;

/**
 * Shares of concurrent attempts: fast endpoints may use all, slow ones together a quarter of them. Slow endpoints of
 * one tenant use at most half of that quarter. Both limits, of all attempts and of the quarter, are {@link FairPlaces}:
 * a tenant with many attempts leaves the last free ones to tenants with fewer.
 *
 * <p>Attempts in flight when their endpoint turns slow count in the quarter as far as their tenant has room there. The
 * others count among all only, and until they have ended the tenant starts no attempt to a slow endpoint. A tenant that
 * has attempts to slow endpoints may have some to its fast ones beyond its share of all, so that these need not wait
 * for timeouts. Used on one event loop.
 */
final class ConcurrencyShares {

    private static final int SLOW_SHARE = 4;
    private static final int TENANT_SHARE = 2;

    /** The part of what is free that a tenant may have beyond its share. */
    private static final int EXTRA_SHARE = 16;

    private final int concurrency;
    private final int slowOfTenantMax;
    private final FairPlaces<UUID> all;
    private final FairPlaces<UUID> slow;

    /** Attempts to slow endpoints, with those that do not count in the quarter. */
    private final KeyCounts<UUID> slowInFlight = new KeyCounts<>();

    /** Attempts beyond their tenant's share of all. */
    private final KeyCounts<UUID> extra = new KeyCounts<>();

    ConcurrencyShares(int concurrency) {
        int slowMax = Math.max(1, concurrency / SLOW_SHARE);
        this.concurrency = concurrency;
        this.slowOfTenantMax = Math.max(1, slowMax / TENANT_SHARE);
        this.all = new FairPlaces<>(concurrency);
        this.slow = new FairPlaces<>(slowMax);
    }

    boolean full(EndpointQueue queue) {
        var tenant = queue.tenant;
        return queue.slow
                ? !(all.hasRoom(tenant) || mayReplaceFast(tenant))
                        || !hasSlowRoom(tenant)
                        || slowInFlight.of(tenant) > slow.of(tenant)
                : !all.hasRoom(tenant) && !hasExtraRoom(tenant);
    }

    void started(EndpointQueue queue) {
        var tenant = queue.tenant;
        if (!all.hasRoom(tenant)) {
            extra.add(tenant, 1);
        }
        all.add(tenant, 1);
        if (queue.slow) {
            slowInFlight.add(tenant, 1);
            slow.add(tenant, 1);
        }
    }

    void ended(EndpointQueue queue) {
        var tenant = queue.tenant;
        all.add(tenant, -1);
        if (extra.of(tenant) > 0) {
            extra.add(tenant, -1);
        }
        if (queue.slow) {
            leaveSlow(tenant, 1);
        }
    }

    /** Moves a queue, with its attempts in flight, to the slow or back to the fast endpoints. */
    void move(EndpointQueue queue, boolean toSlow) {
        if (queue.slow) {
            leaveSlow(queue.tenant, queue.inFlight());
        }
        queue.slow = toSlow;
        if (queue.slow) {
            joinSlow(queue.tenant, queue.inFlight());
        }
    }

    int underWay() {
        return all.all();
    }

    /** Whether there is no room for an attempt of anyone. */
    boolean full() {
        return all.all() >= concurrency;
    }

    private boolean hasSlowRoom(UUID tenant) {
        return slow.of(tenant) < slowOfTenantMax && slow.hasRoom(tenant);
    }

    /** Whether a slow attempt may use the extra part, because fast ones fill the share of its tenant. */
    private boolean mayReplaceFast(UUID tenant) {
        return hasExtraRoom(tenant) && all.of(tenant) - slowInFlight.of(tenant) > extra.of(tenant);
    }

    private boolean hasExtraRoom(UUID tenant) {
        return slowInFlight.of(tenant) > 0 && extra.of(tenant) < Math.ceilDiv(concurrency - all.all(), EXTRA_SHARE);
    }

    private void joinSlow(UUID tenant, int attempts) {
        slowInFlight.add(tenant, attempts);
        for (int left = attempts; left > 0 && hasSlowRoom(tenant); left--) {
            slow.add(tenant, 1);
        }
    }

    /** Those that do not count in the quarter are the first to leave. */
    private void leaveSlow(UUID tenant, int attempts) {
        slowInFlight.add(tenant, -attempts);
        slow.add(tenant, Math.min(0, slowInFlight.of(tenant) - slow.of(tenant)));
    }
}
