/**
 * Operations on dead letters: usage events that could not be booked. Their rows are written by {@code intake}.
 *
 * <p>Invariant a newcomer would break: an event is sent again under its own id, so it is charged at most once.
 */
@NullMarked
package dev.tollgate.billing.deadletter;

import org.jspecify.annotations.NullMarked;
