package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.SettlementQueue;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Starts attempts while capacity is free. Queues take turns, an attempt each; those whose attempts last longer than a
 * second share a quarter of all attempts, so that the others never wait for them. Used on one event loop.
 */
final class AttemptScheduler {

    /** An attempt in flight for longer makes its endpoint a slow one. */
    static final Duration SLOW_AFTER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final DeliveryLimits limits;
    private final QueueRegistry registry;
    private final EndpointQueues queues;
    private final ConcurrencyShares shares;
    private final ArrayDeque<EndpointQueue> turns = new ArrayDeque<>();
    private EndpointQueues.@Nullable Collaborators neighbours;

    AttemptScheduler(Vertx vertx, DeliveryLimits limits, QueueRegistry registry, EndpointQueues queues) {
        this.vertx = vertx;
        this.limits = limits;
        this.registry = registry;
        this.queues = queues;
        this.shares = new ConcurrencyShares(limits.concurrency());
    }

    /** Before anything is started. */
    void join(EndpointQueues.Collaborators all) {
        neighbours = all;
    }

    /** Attempts in flight. */
    int underWay() {
        return shares.underWay();
    }

    /** The queue takes its attempts from the share of slow endpoints from now on. */
    void slow(EndpointQueue line) {
        shares.move(line, true);
    }

    /** Starts what may start. */
    void pump() {
        int blocked = 0;
        while (!turns.isEmpty() && blocked < turns.size()) {
            var line = turns.remove();
            line.inTurn = false;
            if (line.queue.isEmpty() || line.probing() || line.inFlight() >= line.limit(limits.endpointConcurrency())) {
                continue;
            }
            if (full(line)) {
                add(line);
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
            add(line);
        }
    }

    /** Gives the queue a turn, unless it has one or nothing in it. */
    void add(EndpointQueue line) {
        if (!line.inTurn && !line.parked && !line.queue.isEmpty()) {
            line.inTurn = true;
            turns.add(line);
        }
    }

    private void park(EndpointQueue line, long nanos) {
        line.parked = true;
        vertx.setTimer(Math.max(1, nanos / 1_000_000), _ -> {
            line.parked = false;
            add(line);
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
            queues.giveBack(leased);
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
        add(line);
        pump();
        queues.ended(line);
    }
}
