/**
 * One write as one transaction: the records, their audit row, usage event, domain events and the idempotency answer.
 * Owns the claim on an idempotency key; does not own what is written about (modules) or how it is sealed (audit).
 *
 * <p>Invariant a newcomer would break: everything that belongs to a write is sent before its COMMIT on the same
 * connection, so that it is atomic.
 */
@NullMarked
package dev.tollgate.records.work;

import org.jspecify.annotations.NullMarked;
