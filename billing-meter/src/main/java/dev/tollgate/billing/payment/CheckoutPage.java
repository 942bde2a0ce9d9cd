package dev.tollgate.billing.payment;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** A page of checkouts. */
public record CheckoutPage(
        @Nullable @Min(1) @Max(100) Integer limit, @Nullable String cursor) {}
