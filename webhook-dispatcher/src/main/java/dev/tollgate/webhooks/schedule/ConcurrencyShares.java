package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.memory.FairPlaces;
import java.util.UUID;

/**
 * Shares of concurrent attempts: fast endpoints may use all, slow ones together a quarter. Slow ones of one tenant have
 * half of that at most, and tenants that have much leave some to those that come later. Used on one event loop.
 */
final class ConcurrencyShares {

    private static final int SLOW_SHARE = 4;
    private static final int TENANT_SHARE = 2;

    private final int quickMax;
    private final int slowOfTenantMax;
    private final FairPlaces<UUID> slow;
    private int quick;

    ConcurrencyShares(int concurrency) {
        int slowMax = Math.max(1, concurrency / SLOW_SHARE);
        this.quickMax = concurrency;
        this.slowOfTenantMax = Math.max(1, slowMax / TENANT_SHARE);
        this.slow = new FairPlaces<>(slowMax);
    }

    boolean full(EndpointQueue queue) {
        return queue.slow ? slow.of(queue.tenant) >= slowOfTenantMax || !slow.hasRoom(queue.tenant) : quick >= quickMax;
    }

    void started(EndpointQueue queue) {
        count(queue, 1);
    }

    void ended(EndpointQueue queue) {
        count(queue, -1);
    }

    /** Moves a queue, with its attempts in flight, to the slow or back to the fast endpoints. */
    void move(EndpointQueue queue, boolean toSlow) {
        count(queue, -queue.inFlight());
        queue.slow = toSlow;
        count(queue, queue.inFlight());
    }

    int underWay() {
        return quick + slow.all();
    }

    private void count(EndpointQueue queue, int more) {
        if (queue.slow) {
            slow.add(queue.tenant, more);
        } else {
            quick += more;
        }
    }
}
