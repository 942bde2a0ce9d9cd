/**
 * The price book and the plans, as settings give them. Does not know accounts.
 *
 * <p>Invariant a newcomer would break: a price is looked up once per call, when it is held, and travels with the
 * charge.
 */
@NullMarked
package dev.tollgate.money.price;

import org.jspecify.annotations.NullMarked;
