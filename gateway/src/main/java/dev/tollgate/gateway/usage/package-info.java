/**
 * Records usage outside of transactions: reads, replays, dry runs. Owns the records on their way to Kafka, which the
 * loops of a process share, and the outbox row that is the fallback when Kafka is slow; does not own what a call costs.
 *
 * <p>Invariant a newcomer would break: an answer leaves only after its usage event is durable in one of the two.
 */
@NullMarked
package dev.tollgate.gateway.usage;

import org.jspecify.annotations.NullMarked;
