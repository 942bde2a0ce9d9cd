package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.memory.FairPlaces;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.settlement.ReturnedDelivery;
import dev.tollgate.webhooks.settlement.SettlementQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * In-memory queues of deliveries, one per endpoint, from which {@link AttemptScheduler} starts attempts. Used on one
 * event loop.
 */
public final class EndpointQueues {

    private static final long LOOK_EVERY_MS = 250;

    /** Makes an attempt; the future has its result. */
    interface DeliveryHandler {
        Future<EndpointQueue.End> deliver(LeasedDelivery leased, EndpointQueue queue);
    }

    /** The collaborators of the queues. */
    record Collaborators(SettlementQueue settlement, DeliveryHandler handler, Claimer claimer) {}

    private final Vertx vertx;
    private final QueueRegistry registry;
    private final AttemptScheduler attempts;
    private final long look;
    private @Nullable Collaborators collaborators;
    private @Nullable Promise<Void> drained;
    private long looks;

    public EndpointQueues(Vertx vertx, DeliveryLimits limits) {
        this(vertx, limits, BodyBytes.MAX);
    }

    /** @param bodyBytesMax of bodies that wait, and of those in flight */
    EndpointQueues(Vertx vertx, DeliveryLimits limits, long bodyBytesMax) {
        this.vertx = vertx;
        this.registry = new QueueRegistry(bodyBytesMax);
        this.attempts = new AttemptScheduler(vertx, limits, registry, this, bodyBytesMax);
        this.look = vertx.setPeriodic(LOOK_EVERY_MS, _ -> look());
    }

    /** Before anything is taken. */
    void join(Collaborators all) {
        collaborators = all;
        attempts.join(all);
    }

    /** The places of tenants in memory, in which the caller may count what it is about to add. */
    public FairPlaces<UUID> plan() {
        return registry.plan();
    }

    /** Free capacity for deliveries of this endpoint. */
    public int room(UUID endpoint, UUID tenant) {
        return registry.room(endpoint, tenant);
    }

    /** Bytes of bodies for which there is room. */
    public long bodyRoom() {
        return registry.bodyRoom();
    }

    /** The same for bodies of this tenant. */
    public long bodyRoom(UUID tenant) {
        return registry.bodyRoom(tenant);
    }

    /** Tenants that have all the places, or whose bodies take all the memory, that they may have. */
    UUID[] fullTenants() {
        return registry.fullTenants();
    }

    /** Whether nothing holds the endpoint back; {@code blocked} is what was read of one without a queue here. */
    public boolean open(UUID endpoint, boolean blocked) {
        var queue = registry.find(endpoint);
        return queue == null ? !blocked : !queue.held();
    }

    UUID[] full() {
        return registry.full();
    }

    /** Takes a delivery for which there was room; gives it back where nothing is taken any more. */
    public void take(LeasedDelivery leased) {
        if (registry.closed()) {
            giveBack(leased);
        } else {
            attempts.add(registry.add(leased));
        }
    }

    /**
     * Queues deliveries that became the head of their lane; those held back, or without a place in memory, wait in the
     * table.
     */
    void next(List<LeasedDelivery> heads) {
        for (var head : heads) {
            var queue = registry.find(head.key().endpoint());
            if ((queue != null && queue.held()) || !head.hasBody() || !registry.hasBodyRoom(head)) {
                giveBack(head);
            } else {
                take(head);
            }
        }
        pump();
    }

    /** Starts what may start. To be called when everything that came together was taken. */
    public void pump() {
        attempts.pump();
    }

    /** The endpoint's state as last read; one that is not held back needs no queue before it has deliveries. */
    void state(EndpointClaim claim) {
        boolean held = claim.broken() || claim.accountPaused();
        var queue = held ? registry.queue(claim.endpoint(), claim.tenant()) : registry.find(claim.endpoint());
        if (queue != null) {
            queue.broken = claim.broken();
            queue.accountPaused = claim.accountPaused();
            queue.stopped = false;
        }
    }

    /** An endpoint that is to be held back: what waits for it goes back. */
    void hold(UUID endpoint, Consumer<EndpointQueue> held) {
        var queue = registry.find(endpoint);
        if (queue != null) {
            held.accept(queue);
            if (queue.held()) {
                giveBack(queue, 0);
            }
        }
    }

    /** Number of failures of an endpoint that were settled. A pump follows. */
    void settled(UUID endpoint, int failures) {
        var queue = registry.find(endpoint);
        if (queue != null) {
            queue.settled(failures);
            attempts.add(queue);
        }
    }

    /** The account of this queue's tenant cannot pay; the first refusal marks all queues of the tenant. */
    void exhausted(EndpointQueue refused) {
        if (refused.accountPaused) {
            giveBack(refused, 0);
            return;
        }
        for (var queue : registry.ofTenant(refused.tenant)) {
            looks++;
            queue.accountPaused = true;
            giveBack(queue, 0);
        }
    }

    /** Queues looked at to mark them, so far. */
    long looks() {
        return looks;
    }

    /** Accepts nothing more and returns queued deliveries; completes when nothing is in flight. */
    Future<Void> drain() {
        registry.close();
        registry.all().forEach(queue -> giveBack(queue, 0));
        var promise = Promise.<Void>promise();
        drained = promise;
        checkDrained();
        return promise.future();
    }

    void close() {
        vertx.cancelTimer(look);
    }

    /** Deliveries that wait in memory. */
    public int waiting() {
        return registry.waiting();
    }

    /** Attempts in flight. */
    public int underWay() {
        return attempts.underWay();
    }

    /** Endpoints that are slow now. */
    public long slowEndpoints() {
        return registry.all().stream().filter(queue -> queue.slow).count();
    }

    /** Something is due after this pause. */
    void wake(Duration pause) {
        if (collaborators != null) {
            collaborators.claimer().wake(pause);
        }
    }

    /** An attempt has ended, and its capacity is free. */
    void ended(EndpointQueue queue) {
        if (queue.wanted && room(queue.endpoint, queue.tenant) > 0) {
            queue.wanted = false;
            wake(Duration.ZERO);
        }
        checkDrained();
    }

    /** Removes all but this many. */
    private void giveBack(EndpointQueue queue, int kept) {
        while (queue.deliveries.size() > kept) {
            giveBack(registry.removeLast(queue));
        }
        if (queue.deliveries.isEmpty()) {
            attempts.remove(queue);
        }
    }

    void giveBack(LeasedDelivery leased) {
        if (collaborators != null) {
            collaborators.settlement().giveBack(new ReturnedDelivery(leased, Duration.ZERO, false));
        }
    }

    /** Finds who is slow, and forgets who is idle. */
    private void look() {
        long now = System.nanoTime();
        for (var queue : registry.all()) {
            if (!queue.slow && now - queue.oldestNanos(now) > AttemptScheduler.SLOW_AFTER.toNanos()) {
                attempts.slow(queue);
                giveBack(queue, QueueRegistry.SLOW_QUEUE_MAX);
            }
        }
        registry.forgetIdle(now);
        pump();
    }

    private void checkDrained() {
        var waiter = drained;
        if (waiter != null && underWay() == 0 && collaborators != null) {
            drained = null;
            collaborators.settlement().drained().onComplete(waiter);
        }
    }
}
