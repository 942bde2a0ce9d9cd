package dev.tollgate.billing.payment;

/** One checkout, by its id. */
public record CheckoutRef(CheckoutId id) {}
