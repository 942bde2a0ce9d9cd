/**
 * Webhooks: domain events become signed deliveries to the endpoints that asked for them, and every attempt is recorded
 * and charged. Owns the schema {@code webhooks}; does not own the events, which the writes of modules make, nor money,
 * which only the ledger moves.
 *
 * <p>Invariant a newcomer would break: the table is the truth. Everything a process holds in memory is leased from it,
 * and a lease that runs out makes the delivery due again, with the same {@code webhook-id}.
 */
@NullMarked
package dev.tollgate.webhooks;

import org.jspecify.annotations.NullMarked;
