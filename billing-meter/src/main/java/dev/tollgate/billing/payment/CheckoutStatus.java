package dev.tollgate.billing.payment;

import java.util.Locale;

/** State of a checkout. */
public enum CheckoutStatus {
    /** Its page can be paid on. */
    OPEN,
    /** Paid in a way that takes days: the money is not there yet. */
    PROCESSING,
    PAID,
    EXPIRED,
    FAILED;

    /** The word in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CheckoutStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether money may still come. */
    boolean waits() {
        return this == OPEN || this == PROCESSING;
    }

    /** Whether an unpaid checkout becomes this: an end is left for PAID only, and nothing opens again. */
    boolean becomes(CheckoutStatus next) {
        return next == PAID || (waits() && next != OPEN && next != this);
    }
}
