package dev.tollgate.billing.account;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money to add to the prepaid balance.
 *
 * @param amountMicros micros of US dollars
 * @param expiresAt when what is left of it is lost; null means never
 */
public record NewTopUp(
        @Min(1) @Max(NewTopUp.AMOUNT_MICROS_MAX) long amountMicros,
        @Nullable Instant expiresAt) {

    /** One million US dollars. */
    public static final long AMOUNT_MICROS_MAX = 1_000_000_000_000L;
}
