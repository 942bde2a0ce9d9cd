package dev.tollgate.billing.account;

import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Input of an override: the values that differ from the plan.
 *
 * @param capMicros spending cap of a month; null leaves the plan's
 * @param includedMicros included usage of a month; null leaves the plan's
 * @param enforcement what happens at the limit; null means enforce
 * @param reason why, for people
 * @param expiresAt when the plan holds again; null means never
 */
public record NewOverride(
        @Nullable @Min(0) @Max(NewOverride.MICROS_MAX) Long capMicros,
        @Nullable @Min(0) @Max(NewOverride.MICROS_MAX) Long includedMicros,
        @Nullable Enforcement enforcement,
        @Size(min = 1, max = 500) String reason,
        @Nullable Instant expiresAt) {

    /** One thousand million US dollars: far inside what the counters hold exactly. */
    static final long MICROS_MAX = 1_000_000_000_000_000L;

    AccountOverride override() {
        return new AccountOverride(
                capMicros, includedMicros, enforcement == null ? Enforcement.ENFORCE : enforcement, reason, expiresAt);
    }
}
