/**
 * Deals and the stages through which they move.
 *
 * <p>Invariant a newcomer would break: a deal's status is the outcome of its stage, which never changes.
 */
@NullMarked
package dev.tollgate.modules.crm.deal;

import org.jspecify.annotations.NullMarked;
