package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

/**
 * Receipts without a recorded attempt. A dispatcher that is killed leaves at most one for each delivery that it held;
 * one that is not killed records every attempt.
 *
 * @param atLastKill their number before the last dispatcher started, which was not killed
 * @param atEnd their number when everything was settled
 */
record UnrecordedReceipts(long atLastKill, long atEnd) {

    /** @param leased deliveries that the killed dispatchers held, each at its kill, of all kills together */
    void check(long leased) {
        require(
                atEnd <= leased,
                atEnd + " receipts have no attempt: more than the " + leased + " deliveries leased at the kills");
        require(
                atEnd <= atLastKill,
                "a dispatcher that is not killed records every attempt, but receipts without one rose from "
                        + atLastKill + " to " + atEnd);
    }
}
