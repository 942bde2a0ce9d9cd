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
        Future<EndpointQueue.End> deliver(LeasedDelivery leased, EndpointQueue line);
    }

    /** The collaborators of the queues. */
    record Collaborators(SettlementQueue settlement, DeliveryHandler carrying, Claimer claimer) {}

    private final Vertx vertx;
    private final DeliveryLimits limits;
    private final QueueRegistry registry = new QueueRegistry();
    private final ArrayDeque<EndpointQueue> turns = new ArrayDeque<>();
    private final ConcurrencyShares shares;
    private final long look;
    private @Nullable Collaborators neighbours;
    private @Nullable Promise<Void> drained;

    public EndpointQueues(Vertx vertx, DeliveryLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
        this.shares = new ConcurrencyShares(limits.concurrency());
        this.look = vertx.setPeriodic(LOOK_EVERY_MS, _ -> look());
    }

    /** Before anything is taken. */
    void join(Collaborators all) {
        neighbours = all;
    }

    /** Free capacity in memory, over all endpoints. */
    public int room() {
        return registry.room();
    }

    /** How many deliveries of this endpoint may be taken now. */
    public int room(UUID endpoint) {
        return registry.room(endpoint);
    }

    /** Whether nothing holds the endpoint back; {@code blocked} is what was read of one without a queue here. */
    public boolean open(UUID endpoint, boolean blocked) {
        var line = registry.find(endpoint);
        return line == null ? !blocked : !line.held();
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
            var line = registry.find(head.key().endpoint());
            if (line != null && line.held()) {
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
            var line = turns.remove();
            line.inTurn = false;
            if (line.queue.isEmpty() || line.probing() || line.inFlight() >= line.limit(limits.endpointConcurrency())) {
                continue;
            }
            if (full(line)) {
                turn(line);
                blocked++;
                continue;
            }
            long until = line.untilToken(System.nanoTime());
            if (until > 0) {
                park(line, until);
                continue;
            }
            blocked = 0;
            start(line);
            turn(line);
        }
    }

    /** The endpoint's state as last read. */
    void state(EndpointClaim claim) {
        var line = registry.line(claim.endpoint(), claim.tenant());
        line.broken = claim.broken();
        line.accountPaused = claim.accountPaused();
        line.stopped = false;
    }

    /** An endpoint that is to be held back: what waits for it goes back. */
    void hold(UUID endpoint, Consumer<EndpointQueue> held) {
        var line = registry.find(endpoint);
        if (line != null) {
            held.accept(line);
            if (line.held()) {
                giveBack(line, 0);
            }
        }
    }

    /** So many failures of an endpoint are settled. */
    void settled(UUID endpoint, int failures) {
        var line = registry.find(endpoint);
        if (line != null) {
            line.settled(failures);
            turn(line);
            pump();
        }
    }

    /** The account of this tenant cannot pay. */
    void exhausted(UUID tenant) {
        for (var line : registry.all()) {
            if (line.tenant.equals(tenant)) {
                line.accountPaused = true;
                giveBack(line, 0);
            }
        }
    }

    /** Accepts nothing more and returns queued deliveries; completes when nothing is in flight. */
    Future<Void> drain() {
        registry.close();
        registry.all().forEach(line -> giveBack(line, 0));
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
        return registry.all().stream().filter(line -> line.slow).count();
    }

    /** Something is due after this pause. */
    void wake(Duration pause) {
        if (neighbours != null) {
            neighbours.claimer().wake(pause);
        }
    }

    private void turn(EndpointQueue line) {
        if (!line.inTurn && !line.parked && !line.queue.isEmpty()) {
            line.inTurn = true;
            turns.add(line);
        }
    }

    private void park(EndpointQueue line, long nanos) {
        line.parked = true;
        vertx.setTimer(Math.max(1, nanos / 1_000_000), _ -> {
            line.parked = false;
            turn(line);
            pump();
        });
    }

    private boolean full(EndpointQueue line) {
        return neighbours == null
                || neighbours.settlement().waiting() >= SettlementQueue.WAITING_MAX
                || shares.full(line);
    }

    private void start(EndpointQueue line) {
        var leased = registry.remove(line);
        long now = System.nanoTime();
        if (neighbours == null
                || leased.leaseEndsNanos() - now < limits.timeout().toNanos()) {
            giveBack(leased);
            return;
        }
        var flight = line.start(now);
        shares.started(line);
        neighbours
                .carrying()
                .deliver(leased, line)
                .otherwise(EndpointQueue.End.NOT_MADE)
                .onSuccess(end -> ended(line, flight, end));
    }

    private void ended(EndpointQueue line, EndpointQueue.InFlightAttempt flight, EndpointQueue.End end) {
        long now = System.nanoTime();
        boolean quick = now - flight.startedNanos < SLOW_AFTER.toNanos();
        shares.ended(line);
        line.end(flight, end, quick && end != EndpointQueue.End.NOT_MADE, now);
        if (line.recovered()) {
            shares.move(line, false);
        }
        turn(line);
        pump();
        if (line.wanted && room(line.endpoint) > 0) {
            line.wanted = false;
            wake(Duration.ZERO);
        }
        checkDrained();
    }

    /** Removes all but this many. */
    private void giveBack(EndpointQueue line, int kept) {
        while (line.queue.size() > kept) {
            giveBack(registry.removeLast(line));
        }
    }

    private void giveBack(LeasedDelivery leased) {
        if (neighbours != null) {
            neighbours.settlement().giveBack(new ReturnedDelivery(leased, Duration.ZERO, false));
        }
    }

    /** Finds who is slow, and forgets who is idle. */
    private void look() {
        long now = System.nanoTime();
        for (var line : registry.all()) {
            if (!line.slow && now - line.oldestNanos(now) > SLOW_AFTER.toNanos()) {
                shares.move(line, true);
                giveBack(line, QueueRegistry.SLOW_LINE_MAX);
            }
        }
        registry.forgetIdle(now);
        pump();
    }

    private void checkDrained() {
        var waiter = drained;
        if (waiter != null && underWay() == 0 && neighbours != null) {
            drained = null;
            neighbours.settlement().drained().onComplete(waiter);
        }
    }
}
