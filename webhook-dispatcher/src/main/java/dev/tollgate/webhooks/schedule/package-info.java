/**
 * Scheduling of deliveries. Owns the in-memory queues, one per endpoint, with their limits, and the claims that fill
 * them from the table. Does not own the results of attempts.
 *
 * <p>Invariant a newcomer would break: no endpoint uses another's capacity. Each has a queue, a share of the attempts
 * and a rate limit; slow endpoints share with slow ones, a tenant at most half; tenants start attempts in turn; claims
 * ask endpoints in turn, a few deliveries each.
 */
@NullMarked
package dev.tollgate.webhooks.schedule;

import org.jspecify.annotations.NullMarked;
