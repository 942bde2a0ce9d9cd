package dev.tollgate.billing.payment;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * A top-up to be paid.
 *
 * @param amountMicros micros of US dollars, whole cents; least and most are settings of the installation
 */
public record NewCheckout(
        @Min(NewCheckout.CENT_MICROS) @Max(NewCheckout.AMOUNT_MICROS_MAX) long amountMicros) {

    static final long CENT_MICROS = 10_000L;

    /** The most Stripe takes at once: 999,999.99 US dollars. */
    static final long AMOUNT_MICROS_MAX = 999_999_990_000L;
}
