package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.runtime.repeat.Backoff;
import java.time.Duration;

/** The tries to store one batch of results. Used on one event loop. */
final class SettlementTries {

    /**
     * Refusals of one batch, by errors that say nothing of the state of the server, before it is settled in parts; and
     * of one result before it is tried without the receiver's answer, which may be refused once. With the pauses
     * between them this takes some seconds, for each result anew: while the server refuses all, such as before a
     * migration, few are given up.
     */
    static final int REFUSALS_MAX = 6;

    private static final Duration PAUSE_FIRST = Duration.ofMillis(50);

    private final Backoff pauses;
    private final int refusalsMax;
    private int refusals;

    SettlementTries(Duration pauseMax, int refusalsMax) {
        this.pauses = new Backoff(PAUSE_FIRST, pauseMax);
        this.refusalsMax = refusalsMax;
    }

    /** Whether the server will not store the batch, as it says by this failure or has said often enough. */
    boolean areOver(Throwable cause) {
        var state = SqlState.sqlState(cause);
        if (state == null || cause instanceof Failure) {
            return false;
        }
        refusals++;
        return refusals == refusalsMax || state.startsWith("22") || state.startsWith("23");
    }

    /** The pause before the next try. */
    long pauseMs() {
        return pauses.nextMs();
    }
}
