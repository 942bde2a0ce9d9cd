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

    private final EndpointQueues lines;
    private final DeliveryLimits terms;
    private @Nullable DueTimeUpdater lookouts;

    SettlementEffects(EndpointQueues lines, DeliveryLimits terms) {
        this.lines = lines;
        this.terms = terms;
    }

    void join(DueTimeUpdater looking) {
        lookouts = looking;
    }

    @Override
    public void breaker(UUID endpoint, boolean open, boolean changed) {
        lines.hold(endpoint, line -> line.broken = open);
        if (changed) {
            lines.wake(open ? terms.probeEvery() : Duration.ZERO);
        }
    }

    @Override
    public void failures(UUID endpoint, int settled) {
        lines.settled(endpoint, settled);
    }

    @Override
    public void stopped(UUID endpoint) {
        lines.hold(endpoint, line -> line.stopped = true);
    }

    @Override
    public void due(LeasedDelivery.Key key, Duration pause) {
        if (lookouts != null) {
            lookouts.look(key, pause);
        }
    }

    @Override
    public void resumed() {
        lines.wake(Duration.ZERO);
    }

    @Override
    public void next(List<LeasedDelivery> heads) {
        lines.next(heads);
    }
}
