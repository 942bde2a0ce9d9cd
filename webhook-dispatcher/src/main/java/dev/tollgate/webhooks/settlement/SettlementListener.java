package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Listener to the changes of a settlement. Called on the loop, after the commit. */
public interface SettlementListener {

    /**
     * Whether the breaker of this endpoint is open now.
     *
     * @param changed whether that changed; another process may have opened it
     */
    void breaker(UUID endpoint, boolean open, boolean changed);

    /** Number of failures of this endpoint that are settled: counted in its state, or never to be counted. */
    void failures(UUID endpoint, int settled);

    /** A transaction has ended, and all that follows from it was told. */
    void settled();

    /** Nothing of this endpoint may be sent until its state is read again. */
    void stopped(UUID endpoint);

    /** Something of this endpoint is due after a pause. */
    void due(LeasedDelivery.Key key, Duration pause);

    /** Endpoints that waited for their account are due now. */
    void resumed();

    /** Deliveries that became the head of their lanes, already leased. */
    void next(List<LeasedDelivery> heads);
}
