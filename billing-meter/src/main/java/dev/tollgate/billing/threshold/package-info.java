/**
 * Thresholds of included usage and of the cap, exhaustion and recovery, and their domain events.
 *
 * <p>Invariant a newcomer would break: a reported threshold is a row, written in the transaction that crosses it; the
 * event is sent with it or not at all.
 */
@NullMarked
package dev.tollgate.billing.threshold;

import org.jspecify.annotations.NullMarked;
