package dev.tollgate.blobs.check;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.runtime.memory.FairQueue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits the scans that run at a time, of a process and of each tenant: a scanner has few threads, and a scan may take
 * minutes. Tenants that wait take turns. Safe from any thread.
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

    /** A count of each tenant, and of all. */
    private static final class Counts {
        private final Map<TenantId, Integer> byTenant = new HashMap<>();
        private int all;

        int of(TenantId tenant) {
            return byTenant.getOrDefault(tenant, 0);
        }

        void add(TenantId tenant, int more) {
            all += more;
            byTenant.merge(tenant, more, Integer::sum);
            byTenant.remove(tenant, 0);
        }
    }

    private final Vertx vertx;
    private final Duration waitMax;
    private final Duration goingOnMax;
    private final Counts running = new Counts();
    private final Counts waitingCounts = new Counts();
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
            if (waitingCounts.of(tenant) >= TENANT_WAITING_MAX || waitingCounts.all >= WAITING_MAX) {
                return Future.succeededFuture(full(tenant));
            }
            waitingCounts.add(tenant, 1);
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
        var next = next(tenant);
        if (next != null) {
            next.told(Place.TAKEN);
        }
    }

    /** Who has the place of this tenant now. */
    private synchronized @Nullable Waiter next(TenantId tenant) {
        running.add(tenant, -1);
        for (var next = waiting.poll(this::hasRoom); next != null; next = waiting.poll(this::hasRoom)) {
            if (next.waits) {
                next.waits = false;
                waitingCounts.add(next.tenant, -1);
                running.add(next.tenant, 1);
                return next;
            }
        }
        return null;
    }

    private void leave(Waiter waiter) {
        Place place;
        synchronized (this) {
            if (!waiter.waits) {
                return;
            }
            waiter.waits = false;
            waitingCounts.add(waiter.tenant, -1);
            var _ = waiting.removeHeads(head -> !head.waits);
            place = full(waiter.tenant);
        }
        waiter.told(place);
    }

    private boolean hasRoom(TenantId tenant) {
        return running.all < MAX && running.of(tenant) < TENANT_MAX;
    }

    private Place full(TenantId tenant) {
        return running.of(tenant) < TENANT_MAX ? Place.FULL : Place.TENANT_FULL;
    }
}
