package dev.tollgate.blobs.check;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.memory.FairPlaces;
import dev.tollgate.runtime.memory.FairQueue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    private static final class Waiter {
        private final TenantId tenant;
        private final Context context;
        private final Promise<Place> turn = Promise.promise();
        private boolean waits = true;

        Waiter(TenantId tenant, Context context) {
            this.tenant = tenant;
            this.context = context;
        }

        void told(Place place) {
            context.runOnContext(_ -> turn.complete(place));
        }
    }

    private final Vertx vertx;
    private final Duration waitMax;
    private final Duration goingOnMax;
    private final FairPlaces<TenantId> running = new FairPlaces<>(MAX);
    private final FairPlaces<TenantId> waitingPlaces = new FairPlaces<>(WAITING_MAX);
    private final FairQueue<TenantId, Waiter> waiting = new FairQueue<>();

    ScanPlaces(Vertx vertx, Duration waitMax, Duration goingOnMax) {
        this.vertx = vertx;
        this.waitMax = waitMax;
        this.goingOnMax = goingOnMax;
    }

    /** A place, now or in turn. Completes on the caller's context, and never fails. */
    Future<Place> take(TenantId tenant) {
        var waiter = new Waiter(tenant, vertx.getOrCreateContext());
        synchronized (this) {
            if (hasRoom(tenant)) {
                running.add(tenant, 1);
                return Future.succeededFuture(Place.TAKEN);
            }
            if (waitingPlaces.of(tenant) >= TENANT_WAITING_MAX || !waitingPlaces.hasRoom(tenant)) {
                return Future.succeededFuture(full(tenant));
            }
            waitingPlaces.add(tenant, 1);
            waiting.add(tenant, waiter);
        }
        vertx.setTimer(waitMax.toMillis(), _ -> leave(waiter));
        return waiter.turn.future();
    }

    /** Gives a place back; after a scan that was given up, once the scanner must have ended it. */
    void ended(TenantId tenant, boolean givenUp) {
        if (givenUp) {
            vertx.setTimer(goingOnMax.toMillis(), _ -> give(tenant));
        } else {
            give(tenant);
        }
    }

    private void give(TenantId tenant) {
        served(tenant).forEach(next -> next.told(Place.TAKEN));
    }

    /** Who gets a place now that this tenant has given one back. */
    private synchronized List<Waiter> served(TenantId tenant) {
        running.add(tenant, -1);
        List<Waiter> served = new ArrayList<>();
        for (var next = waiting.poll(this::hasRoom); next != null; next = waiting.poll(this::hasRoom)) {
            if (next.waits) {
                next.waits = false;
                waitingPlaces.add(next.tenant, -1);
                running.add(next.tenant, 1);
                served.add(next);
            }
        }
        return served;
    }

    private void leave(Waiter waiter) {
        Place place;
        synchronized (this) {
            if (!waiter.waits) {
                return;
            }
            waiter.waits = false;
            waitingPlaces.add(waiter.tenant, -1);
            var _ = waiting.removeHeads(head -> !head.waits);
            place = full(waiter.tenant);
        }
        waiter.told(place);
    }

    private boolean hasRoom(TenantId tenant) {
        return running.of(tenant) < TENANT_MAX && running.hasRoom(tenant);
    }

    private Place full(TenantId tenant) {
        return running.of(tenant) < TENANT_MAX ? Place.FULL : Place.TENANT_FULL;
    }
}
