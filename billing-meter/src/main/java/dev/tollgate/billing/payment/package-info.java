/**
 * Top-ups that owners pay by Stripe Checkout. Owns {@code billing.checkout} and {@code billing.payment}.
 *
 * <p>Invariant a newcomer would break: a message of Stripe says only where to look. What was paid, in which currency,
 * by whom and what went back is read from Stripe itself, by the same function whether a message, a reader or the hourly
 * round asks; so it does not matter which of them comes, how often, and in which order.
 */
@NullMarked
package dev.tollgate.billing.payment;

import org.jspecify.annotations.NullMarked;
