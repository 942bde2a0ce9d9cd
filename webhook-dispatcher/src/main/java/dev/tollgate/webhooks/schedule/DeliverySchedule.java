package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.LostAccess;
import dev.tollgate.webhooks.settlement.SettlementParts;
import dev.tollgate.webhooks.settlement.SettlementQueue;
import io.vertx.core.Future;
import java.time.Duration;

/** Lines, claims, attempts and their settlement, joined. Used on one event loop. */
public final class DeliverySchedule {

    private final EndpointQueues queues;
    private final SettlementQueue settlement;
    private final Claimer claimer;
    private final Sweep sweep;
    private final DueTimeUpdater dueTimes;
    private final HolderWatch holders;

    public DeliverySchedule(SettlementParts settling, DeliveryWorkerParts worker, LostAccess access) {
        var vertx = settling.vertx();
        queues = new EndpointQueues(vertx, settling.limits());
        var effects = new SettlementEffects(queues, settling.limits());
        settlement = new SettlementQueue(settling, effects);
        var claims = new DeliveryClaims(settling.database(), settling.limits(), settling.ids(), settling.clock());
        claimer = new Claimer(vertx, claims, queues);
        sweep = new Sweep(settling.database(), settling.limits(), settling.ids(), settling.clock(), queues);
        dueTimes = new DueTimeUpdater(vertx, settling.database(), settling.limits(), settling.clock(), claimer);
        holders = new HolderWatch(settling, access, queues, worker.subscriptions());
        queues.join(new EndpointQueues.Collaborators(
                settlement, new DeliveryWorker(worker, settlement, queues, holders), claimer));
        effects.join(dueTimes);
    }

    public void start() {
        claimer.start();
    }

    /** Queues for deliveries that the intake has leased already. */
    public EndpointQueues queues() {
        return queues;
    }

    /** Updates due times of endpoints. */
    public DueTimeUpdater dueTimes() {
        return dueTimes;
    }

    /** Checks holders that may have lost access. */
    public HolderWatch holders() {
        return holders;
    }

    /** Something may be due now. */
    public void wake() {
        claimer.wake(Duration.ZERO);
    }

    /** Runs one turn of the sweep, which repairs what the fast path missed. */
    public Future<Void> sweep() {
        return sweep.turn();
    }

    /** Results that are not in the table yet. */
    public int unsettled() {
        return settlement.waiting();
    }

    /** Takes nothing new; completes when attempts in flight are settled. */
    public Future<Void> drain() {
        return claimer.stop().compose(_ -> queues.drain());
    }

    public void close() {
        queues.close();
        dueTimes.close();
        holders.close();
    }
}
