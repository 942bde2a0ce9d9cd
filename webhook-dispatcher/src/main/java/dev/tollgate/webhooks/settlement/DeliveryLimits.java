package dev.tollgate.webhooks.settlement;

import java.time.Duration;

/**
 * Limits of deliveries.
 *
 * @param timeout of an attempt
 * @param lease lease of a delivery
 * @param probeEvery how often an endpoint behind an open breaker, or of an exhausted account, is tried
 * @param concurrency maximum concurrent attempts
 * @param endpointConcurrency maximum concurrent attempts to one endpoint
 */
public record DeliveryLimits(
        RetrySchedule schedule,
        Duration timeout,
        Duration lease,
        Duration probeEvery,
        int concurrency,
        int endpointConcurrency) {

    /** Failures in a row that open the breaker, and of which people are told. */
    public static final int BREAKER_FAILURES = 10;

    public DeliveryLimits {
        if (lease.compareTo(timeout.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("a lease must be longer than two attempts");
        }
    }
}
