package dev.tollgate.blobs.check;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.memory.FairSemaphore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Limits the scans that run at a time, of a process and of each tenant: a scanner has few threads, and a scan may take
 * minutes. Tenants that wait take turns, and those with much leave some places to others. Safe from any thread.
 */
final class ScanPlaces {

    /** Of a process; clamd has ten threads by default. */
    static final int MAX = 8;

    static final int TENANT_MAX = 2;

    /** Scans that wait for a place. */
    static final int WAITING_MAX = 64;

    static final int TENANT_WAITING_MAX = 32;

    /** The longest wait for a place. */
    static final Duration WAIT_MAX = Duration.ofSeconds(5);

    /** How long the scanner may go on after nobody waits for it any more. */
    static final Duration GOING_ON_MAX = Duration.ofSeconds(100);

    /** Result of asking for a place. */
    enum Place {
        /** It must be given back. */
        TAKEN,
        /** The tenant has all that it may have. */
        TENANT_FULL,
        /** All tenants together have. */
        FULL
    }

    private final Vertx vertx;
    private final Duration waitMax;
    private final Duration goingOnMax;
    private final FairSemaphore<TenantId> tenants;

    ScanPlaces(Vertx vertx, Duration waitMax, Duration goingOnMax) {
        this.vertx = vertx;
        this.waitMax = waitMax;
        this.goingOnMax = goingOnMax;
        this.tenants = new FairSemaphore<>(
                vertx, new FairSemaphore.Limits(MAX, TENANT_MAX, WAITING_MAX, TENANT_WAITING_MAX, true));
    }

    /** A place, now or in turn. Completes on the caller's context, and never fails. */
    Future<Place> take(TenantId tenant) {
        return tenants.acquire(tenant, waitMax).map(acquired -> acquired ? Place.TAKEN : full(tenant));
    }

    private Place full(TenantId tenant) {
        return tenants.isExhausted(tenant) ? Place.TENANT_FULL : Place.FULL;
    }

    /** Gives a place back; after a scan that was given up, once the scanner must have ended it. */
    void ended(TenantId tenant, boolean givenUp) {
        if (givenUp) {
            vertx.setTimer(goingOnMax.toMillis(), _ -> tenants.release(tenant));
        } else {
            tenants.release(tenant);
        }
    }
}
