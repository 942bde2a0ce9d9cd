package dev.tollgate.webhooks.settlement;

import java.time.Duration;

/**
 * A delivery that goes back without an attempt.
 *
 * @param pause until it is due again
 * @param exhausted whether the account could not pay for it: then all deliveries of the tenant wait
 */
public record ReturnedDelivery(LeasedDelivery leased, Duration pause, boolean exhausted) {

    /** What waits for its settlement keeps no body. */
    public ReturnedDelivery {
        leased = leased.withoutBody();
    }
}
