package dev.tollgate.billing.payment;

/**
 * Result of a message.
 *
 * @param handled whether it concerned one of our checkouts
 */
public record PaymentNotice(boolean handled) {}
