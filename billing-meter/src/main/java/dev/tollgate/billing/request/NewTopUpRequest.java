package dev.tollgate.billing.request;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Money an owner asks for.
 *
 * @param amountMicros micros of US dollars
 * @param note for the operator, such as the number of a bank transfer
 */
public record NewTopUpRequest(
        @Min(1) @Max(NewTopUpRequest.AMOUNT_MICROS_MAX) long amountMicros,
        @Nullable @Size(min = 1, max = 500) String note) {

    /** One million US dollars. */
    static final long AMOUNT_MICROS_MAX = 1_000_000_000_000L;
}
