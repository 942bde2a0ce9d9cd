package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.settlement.ReturnedDelivery;
import dev.tollgate.webhooks.settlement.SettlementQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * In-memory queues of deliveries, one per endpoint. Queues take turns, an attempt each; those whose attempts last
 * longer than a second share a quarter of all attempts, so that the others never wait for them. Used on one event loop.
 */
public final class EndpointQueues {

    private static final long LOOK_EVERY_MS = 250;
    /** An attempt in flight for longer makes its endpoint a slow one. */
    static final Duration SLOW_AFTER = Duration.ofSeconds(1);

    /** Makes an attempt; the future has its result. */
    interface DeliveryHandler {
        Future<EndpointQueue.End> deliver(LeasedDelivery leased, EndpointQueue queue);
    }

    /** The collaborators of the queues. */
    record Collaborators(SettlementQueue settlement, DeliveryHandler handler, Claimer claimer) {}

    private final Vertx vertx;
    private final DeliveryLimits limits;
    private final QueueRegistry registry = new QueueRegistry();
    private final ArrayDeque<EndpointQueue> turns = new ArrayDeque<>();
    private final ConcurrencyShares shares;
    private final long look;
    private @Nullable Collaborators collaborators;
    private @Nullable Promise<Void> drained;

    public EndpointQueues(Vertx vertx, DeliveryLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
        this.shares = new ConcurrencyShares(limits.concurrency());
        this.look = vertx.setPeriodic(LOOK_EVERY_MS, _ -> look());
    }

    /** Before anything is taken. */
    void join(Collaborators all) {
        collaborators = all;
    }

    /** Free capacity in memory, over all endpoints. */
    public int room() {
        return registry.room();
    }

    /** Free capacity for deliveries of this endpoint. */
    public int room(UUID endpoint) {
        return registry.room(endpoint);
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
            turn(registry.add(leased));
        }
    }

    /** Queues deliveries that became the head of their lane; those held back wait in the table. */
    void next(List<LeasedDelivery> heads) {
        for (var head : heads) {
            var queue = registry.find(head.key().endpoint());
            if (queue != null && queue.held()) {
                giveBack(head);
            } else {
                take(head);
            }
        }
        pump();
    }

    /** Starts what may start. To be called when everything that came together was taken. */
    public void pump() {
        int blocked = 0;
        while (!turns.isEmpty() && blocked < turns.size()) {
            var queue = turns.remove();
            queue.inTurn = false;
            if (queue.deliveries.isEmpty()
                    || queue.probing()
                    || queue.inFlight() >= queue.limit(limits.endpointConcurrency())) {
                continue;
            }
            if (full(queue)) {
                turn(queue);
                blocked++;
                continue;
            }
            long until = queue.untilToken(System.nanoTime());
            if (until > 0) {
                park(queue, until);
                continue;
            }
            blocked = 0;
            start(queue);
            turn(queue);
        }
    }

    /** The endpoint's state as last read. */
    void state(EndpointClaim claim) {
        var queue = registry.queue(claim.endpoint(), claim.tenant());
        queue.broken = claim.broken();
        queue.accountPaused = claim.accountPaused();
        queue.stopped = false;
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

    /** Number of failures of an endpoint that were settled. */
    void settled(UUID endpoint, int failures) {
        var queue = registry.find(endpoint);
        if (queue != null) {
            queue.settled(failures);
            turn(queue);
            pump();
        }
    }

    /** The account of this tenant cannot pay. */
    void exhausted(UUID tenant) {
        for (var queue : registry.all()) {
            if (queue.tenant.equals(tenant)) {
                queue.accountPaused = true;
                giveBack(queue, 0);
            }
        }
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
        return shares.underWay();
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

    private void turn(EndpointQueue queue) {
        if (!queue.inTurn && !queue.parked && !queue.deliveries.isEmpty()) {
            queue.inTurn = true;
            turns.add(queue);
        }
    }

    private void park(EndpointQueue queue, long nanos) {
        queue.parked = true;
        vertx.setTimer(Math.max(1, nanos / 1_000_000), _ -> {
            queue.parked = false;
            turn(queue);
            pump();
        });
    }

    private boolean full(EndpointQueue queue) {
        return collaborators == null
                || collaborators.settlement().waiting() >= SettlementQueue.WAITING_MAX
                || shares.full(queue);
    }

    private void start(EndpointQueue queue) {
        var leased = registry.remove(queue);
        long now = System.nanoTime();
        if (collaborators == null
                || leased.leaseEndsNanos() - now < limits.timeout().toNanos()) {
            giveBack(leased);
            return;
        }
        var flight = queue.start(now);
        shares.started(queue);
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
        queue.end(flight, end, quick && end != EndpointQueue.End.NOT_MADE, now);
        if (queue.recovered()) {
            shares.move(queue, false);
        }
        turn(queue);
        pump();
        if (queue.wanted && room(queue.endpoint) > 0) {
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
    }

    private void giveBack(LeasedDelivery leased) {
        if (collaborators != null) {
            collaborators.settlement().giveBack(new ReturnedDelivery(leased, Duration.ZERO, false));
        }
    }

    /** Finds who is slow, and forgets who is idle. */
    private void look() {
        long now = System.nanoTime();
        for (var queue : registry.all()) {
            if (!queue.slow && now - queue.oldestNanos(now) > SLOW_AFTER.toNanos()) {
                shares.move(queue, true);
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
