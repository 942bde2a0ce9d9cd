/**
 * Operations that repair what clocks and servers have done to the books: closes that lie in the future, a usage log
 * that lost events. Owns no table of its own.
 *
 * <p>Invariant a newcomer would break: a repair moves no money. It only says from where closing and reading go on.
 */
@NullMarked
package dev.tollgate.billing.recovery;

import org.jspecify.annotations.NullMarked;
