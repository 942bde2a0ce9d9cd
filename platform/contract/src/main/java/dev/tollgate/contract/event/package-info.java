/**
 * Events between the parts, through Kafka: usage, domain events, refusals for the audit. Owns the shapes, not the
 * transport.
 *
 * <p>Invariant a newcomer would break: every event is delivered at least once, so its id is what makes its effect
 * happen once.
 */
@NullMarked
package dev.tollgate.contract.event;

import org.jspecify.annotations.NullMarked;
