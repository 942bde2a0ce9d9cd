package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.memory.KeyCounts;
import java.util.UUID;

/**
 * Shares of concurrent attempts: fast endpoints may use all, slow ones together a quarter, and those of one tenant half
 * of that. Used on one event loop.
 */
final class ConcurrencyShares {

    private static final int SLOW_SHARE = 4;
    private static final int TENANT_SHARE = 2;

    private final int quickMax;
    private final int slowMax;
    private final int slowOfTenantMax;
    private final KeyCounts<UUID> slow = new KeyCounts<>();
    private int quick;

    ConcurrencyShares(int concurrency) {
        this.quickMax = concurrency;
        this.slowMax = Math.max(1, concurrency / SLOW_SHARE);
        this.slowOfTenantMax = Math.max(1, slowMax / TENANT_SHARE);
    }

    boolean full(EndpointQueue queue) {
        return queue.slow ? slow.all() >= slowMax || slow.of(queue.tenant) >= slowOfTenantMax : quick >= quickMax;
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
