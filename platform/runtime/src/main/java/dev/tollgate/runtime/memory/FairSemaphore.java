package dev.tollgate.runtime.memory;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Permits that keys share: a key holds a part of them at most, and keys that wait take turns. Safe from any thread. */
public final class FairSemaphore<K> {

    /**
     * Limits of all keys together and of one key.
     *
     * @param permits held at a time
     * @param waiting acquisitions that wait for a permit
     * @param divided whether keys that have many leave the last quarter of both to others, as {@link FairPlaces} says
     */
    public record Limits(int permits, int keyPermits, int waiting, int keyWaiting, boolean divided) {

        private <K> FairPlaces<K> places(int most) {
            return divided ? new FairPlaces<>(most) : FairPlaces.undivided(most);
        }
    }

    private static final class Waiter<K> {
        private final K key;
        private final Context context;
        private final Promise<Boolean> promise = Promise.promise();
        private boolean waits = true;

        Waiter(K key, Context context) {
            this.key = key;
            this.context = context;
        }

        void complete(boolean acquired) {
            context.runOnContext(_ -> promise.complete(acquired));
        }
    }

    private final Vertx vertx;
    private final Limits limits;
    private final FairPlaces<K> held;
    private final FairPlaces<K> queued;
    private final FairQueue<K, Waiter<K>> queue = new FairQueue<>();

    public FairSemaphore(Vertx vertx, Limits limits) {
        this.vertx = vertx;
        this.limits = limits;
        this.held = limits.places(limits.permits());
        this.queued = limits.places(limits.waiting());
    }

    /**
     * Acquires a permit, now or in turn. Completes on the caller's context, and never fails.
     *
     * @return true with a permit, to be given back by {@link #release}; false if none became free within the wait, or
     *     too many wait already
     */
    public Future<Boolean> acquire(K key, Duration waitMax) {
        Waiter<K> waiter;
        synchronized (this) {
            if (isFree(key)) {
                held.add(key, 1);
                return Future.succeededFuture(true);
            }
            if (queued.of(key) >= limits.keyWaiting() || !queued.hasRoom(key)) {
                return Future.succeededFuture(false);
            }
            waiter = new Waiter<>(key, vertx.getOrCreateContext());
            queued.add(key, 1);
            queue.add(key, waiter);
        }
        long timer = vertx.setTimer(Math.max(1, waitMax.toMillis()), _ -> giveUp(waiter));
        return waiter.promise.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    /** Gives a permit back. */
    public void release(K key) {
        released(key).forEach(next -> next.complete(true));
    }

    /** Whether the key holds all the permits that it may have. */
    public synchronized boolean isExhausted(K key) {
        return held.of(key) >= limits.keyPermits();
    }

    /** Who has a permit now: what one key leaves to others may be enough for several. */
    private synchronized List<Waiter<K>> released(K key) {
        held.add(key, -1);
        List<Waiter<K>> served = new ArrayList<>();
        for (var next = queue.poll(this::isFree); next != null; next = queue.poll(this::isFree)) {
            if (next.waits) {
                unqueue(next);
                held.add(next.key, 1);
                served.add(next);
            }
        }
        return served;
    }

    private void giveUp(Waiter<K> waiter) {
        synchronized (this) {
            if (!waiter.waits) {
                return;
            }
            unqueue(waiter);
            var _ = queue.removeHeads(head -> !head.waits);
        }
        waiter.complete(false);
    }

    private void unqueue(Waiter<K> waiter) {
        waiter.waits = false;
        queued.add(waiter.key, -1);
    }

    private boolean isFree(K key) {
        return held.of(key) < limits.keyPermits() && held.hasRoom(key);
    }
}
