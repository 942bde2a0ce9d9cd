package dev.tollgate.billing.payment;

/**
 * What became of a message.
 *
 * @param handled whether it was about a checkout of ours
 */
public record PaymentNotice(boolean handled) {}
