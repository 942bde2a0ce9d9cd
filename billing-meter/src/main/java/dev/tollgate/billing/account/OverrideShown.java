package dev.tollgate.billing.account;

import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An override as callers see it. */
public record OverrideShown(
        @Nullable Long capMicros,
        @Nullable Long includedMicros,
        Enforcement enforcement,
        String reason,
        @Nullable Instant expiresAt) {

    static @Nullable OverrideShown of(@Nullable AccountOverride override) {
        return override == null
                ? null
                : new OverrideShown(
                        override.capMicros(),
                        override.includedMicros(),
                        override.enforcement(),
                        override.reason(),
                        override.expiresAt());
    }
}
