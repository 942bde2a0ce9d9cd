/**
 * Transactional outbox: messages that are committed with their change, and the relay that sends them to Kafka. Owns the
 * schema {@code outbox}; does not own what the messages say.
 *
 * <p>Invariant a newcomer would break: a row is deleted only after Kafka has acknowledged it, and a marker leaves only
 * when every row before it is acknowledged.
 */
@NullMarked
package dev.tollgate.runtime.outbox;

import org.jspecify.annotations.NullMarked;
