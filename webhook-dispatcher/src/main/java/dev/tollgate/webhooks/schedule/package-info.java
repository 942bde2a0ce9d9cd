/**
 * Which delivery goes next. Owns the lines in memory, one per endpoint, with their bounds, and the claims that fill
 * them from the table. Does not own what follows from an attempt.
 *
 * <p>Invariant a newcomer would break: no endpoint takes what another needs. Each has a line, a share of the attempts
 * and tokens of its own; whoever is slow shares with the slow; claims ask endpoints in turn, a few deliveries each.
 */
@NullMarked
package dev.tollgate.webhooks.schedule;

import org.jspecify.annotations.NullMarked;
