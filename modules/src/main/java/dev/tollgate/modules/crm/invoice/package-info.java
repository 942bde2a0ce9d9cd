/**
 * Invoices with their numbers, amounts and taxes, and payments on them.
 *
 * <p>Invariant a newcomer would break: a new invoice locks the counter of numbers last, and a payment its invoice last;
 * a refund locks its payment's invoice first.
 */
@NullMarked
package dev.tollgate.modules.crm.invoice;

import org.jspecify.annotations.NullMarked;
