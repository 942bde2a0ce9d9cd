/**
 * The clocks that a close depends on: Redis', PostgreSQL's and this process' own. Owns how they are compared and how
 * far a close may move; does not own closes.
 *
 * <p>Invariant a newcomer would break: a close follows the slowest clock, and none while they disagree.
 */
@NullMarked
package dev.tollgate.money.clock;

import org.jspecify.annotations.NullMarked;
