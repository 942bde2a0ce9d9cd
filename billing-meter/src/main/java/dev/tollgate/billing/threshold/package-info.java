/**
 * Thresholds of included usage and of the cap, exhaustion and recovery, and the domain events that tell of them.
 *
 * <p>Invariant a newcomer would break: what has been told is a row, written in the transaction that crosses; the event
 * leaves with it or not at all.
 */
@NullMarked
package dev.tollgate.billing.threshold;

import org.jspecify.annotations.NullMarked;
