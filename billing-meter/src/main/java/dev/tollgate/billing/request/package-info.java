/**
 * Requests of owners to the operator, for money and plans. Owns {@code billing.change_request}; books nothing itself.
 *
 * <p>Invariant a newcomer would break: a request leaves {@code pending} in the very transaction that does what it asks
 * for, under its row's lock, so that it is done once.
 */
@NullMarked
package dev.tollgate.billing.request;

import org.jspecify.annotations.NullMarked;
