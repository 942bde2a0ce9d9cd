package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.DeliveryLimits;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Starts attempts while capacity is free. Tenants, and their queues, take turns ({@link AttemptTurns}); those whose
 * attempts last longer than a second share a quarter of all attempts, so that the others never wait for their timeouts,
 * and no tenant has all ({@link ConcurrencyShares}). Bodies in flight are bounded by their bytes, of all and of each
 * tenant. Used on one event loop.
 */
final class AttemptScheduler {

    /** An attempt in flight for longer makes its endpoint a slow one. */
    static final Duration SLOW_AFTER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final DeliveryLimits limits;
    private final QueueRegistry registry;
    private final EndpointQueues queues;
    private final ConcurrencyShares shares;
    private final BodyBytes bodies;
    private final AttemptTurns turns = new AttemptTurns();
    private boolean pumping;
    private long looks;
    private EndpointQueues.@Nullable Collaborators collaborators;

    /** @param bodyBytesMax of bodies in flight */
    AttemptScheduler(
            Vertx vertx, DeliveryLimits limits, QueueRegistry registry, EndpointQueues queues, long bodyBytesMax) {
        this.vertx = vertx;
        this.limits = limits;
        this.registry = registry;
        this.queues = queues;
        this.shares = new ConcurrencyShares(limits.concurrency());
        this.bodies = new BodyBytes(bodyBytesMax);
    }

    /** Before anything is started. */
    void join(EndpointQueues.Collaborators all) {
        collaborators = all;
    }

    /** Attempts in flight. */
    int underWay() {
        return shares.underWay();
    }

    /** The queue takes its attempts from the share of slow endpoints from now on. */
    void slow(EndpointQueue queue) {
        move(queue, true);
    }

    /** Starts what may start. An attempt that ends at once does not begin another round within this one. */
    void pump() {
        if (!pumping) {
            pumping = true;
            try {
                startAll();
            } finally {
                pumping = false;
            }
        }
    }

    /** Ends when the first queue of each line was found to have no room since the last start. */
    private void startAll() {
        int blocked = 0;
        while (blocked < turns.lines() && !full()) {
            var queue = turns.first();
            var line = turns.firstLine();
            looks++;
            if (!queue.mayStart(limits.endpointConcurrency())) {
                turns.remove(queue);
                continue;
            }
            if (full(queue)) {
                turns.pass(line);
                blocked++;
                continue;
            }
            long until = queue.untilToken(System.nanoTime());
            if (until > 0) {
                park(queue, until);
                continue;
            }
            blocked = 0;
            turns.remove(queue);
            start(queue);
            add(queue);
            turns.pass(line);
        }
    }

    /** Queues looked at so far. */
    long looks() {
        return looks;
    }

    /** Gives the queue a turn, unless it has one or nothing in it. */
    void add(EndpointQueue queue) {
        if (queue.line == null && !queue.parked && !queue.deliveries.isEmpty()) {
            turns.add(queue);
        }
    }

    /** Takes the turn of a queue that has nothing in it any more. */
    void remove(EndpointQueue queue) {
        turns.remove(queue);
    }

    private void move(EndpointQueue queue, boolean toSlow) {
        turns.remove(queue);
        shares.move(queue, toSlow);
        add(queue);
    }

    private void park(EndpointQueue queue, long nanos) {
        queue.parked = true;
        turns.remove(queue);
        vertx.setTimer(Math.max(1, nanos / 1_000_000), _ -> {
            queue.parked = false;
            add(queue);
            pump();
        });
    }

    private boolean full() {
        return collaborators == null
                || shares.full()
                || collaborators.settlement().full();
    }

    private boolean full(EndpointQueue queue) {
        return shares.full(queue)
                || !bodies.hasRoom(
                        queue.tenant, queue.deliveries.element().body().length());
    }

    private void start(EndpointQueue queue) {
        var leased = registry.remove(queue);
        long now = System.nanoTime();
        if (collaborators == null
                || leased.leaseEndsNanos() - now < limits.timeout().toNanos()) {
            queues.giveBack(leased);
            return;
        }
        var flight = queue.start(now, leased.body().length());
        shares.started(queue);
        bodies.add(queue.tenant, flight.bodyBytes);
        collaborators
                .handler()
                .deliver(leased, queue)
                .otherwise(EndpointQueue.End.NOT_MADE)
                .onSuccess(end -> ended(queue, flight, end));
    }

    private void ended(EndpointQueue queue, EndpointQueue.InFlightAttempt flight, EndpointQueue.End end) {
        long now = System.nanoTime();
        boolean quick = now - flight.startedNanos < SLOW_AFTER.toNanos();
        shares.ended(queue);
        bodies.remove(queue.tenant, flight.bodyBytes);
        queue.end(flight, end, quick, now);
        registry.used(queue);
        if (queue.recovered()) {
            move(queue, false);
        }
        if (end == EndpointQueue.End.HOST_BUSY && !queue.parked) {
            park(queue, DeliveryWorker.AGAIN_AFTER.toNanos());
        } else {
            add(queue);
        }
        pump();
        queues.ended(queue);
    }
}
