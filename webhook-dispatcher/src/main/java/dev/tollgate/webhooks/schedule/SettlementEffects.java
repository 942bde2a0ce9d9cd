package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.settlement.SettlementListener;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Applies the changes of a settlement to the queues and due times. Used on one event loop. */
final class SettlementEffects implements SettlementListener {

    private final EndpointQueues queues;
    private final DeliveryLimits limits;
    private @Nullable DueTimeUpdater dueTimes;

    SettlementEffects(EndpointQueues queues, DeliveryLimits limits) {
        this.queues = queues;
        this.limits = limits;
    }

    void join(DueTimeUpdater updater) {
        dueTimes = updater;
    }

    @Override
    public void breaker(UUID endpoint, boolean open, boolean changed) {
        queues.hold(endpoint, line -> line.broken = open);
        if (changed) {
            queues.wake(open ? limits.probeEvery() : Duration.ZERO);
        }
    }

    @Override
    public void failures(UUID endpoint, int settled) {
        queues.settled(endpoint, settled);
    }

    @Override
    public void settled() {
        queues.pump();
    }

    @Override
    public void stopped(UUID endpoint) {
        queues.hold(endpoint, line -> line.stopped = true);
    }

    @Override
    public void due(LeasedDelivery.Key key, Duration pause) {
        if (dueTimes != null) {
            dueTimes.look(key, pause);
        }
    }

    @Override
    public void resumed() {
        queues.wake(Duration.ZERO);
    }

    @Override
    public void next(List<LeasedDelivery> heads) {
        queues.next(heads);
    }
}
