package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Whoever schedules deliveries hears what settling them has changed. Called on the loop, after the commit. */
public interface Aftermath {

    /**
     * Whether the breaker of this endpoint is open now.
     *
     * @param changed whether that is new; whoever opened it may have been another process
     */
    void breaker(UUID endpoint, boolean open, boolean changed);

    /** So many failures of this endpoint count in its state now, or never will. */
    void failures(UUID endpoint, int settled);

    /** Nothing of this endpoint may be sent until its state is read again. */
    void stopped(UUID endpoint);

    /** Something of this endpoint is due after a pause. */
    void due(Leased.Key key, Duration pause);

    /** Endpoints that waited for their account are due now. */
    void resumed();

    /** Deliveries whose turn has come in their lanes, leased already. */
    void next(List<Leased> heads);
}
