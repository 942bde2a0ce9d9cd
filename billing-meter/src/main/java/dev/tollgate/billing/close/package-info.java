/**
 * Markers: written to the outbox every ten seconds, and what reading one back means.
 *
 * <p>Invariant a newcomer would break: a bucket closes only when its marker is read from the log, never by the clock.
 */
@NullMarked
package dev.tollgate.billing.close;

import org.jspecify.annotations.NullMarked;
