package dev.tollgate.money.rating;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decided for one account, over its plan. Null keeps the plan's.
 *
 * @param expiresAt the first instant it no longer holds; null for no end
 */
public record AccountOverride(
        @Nullable Long capMicros,
        @Nullable Long includedMicros,
        Enforcement enforcement,
        String reason,
        @Nullable Instant expiresAt) {

    /** Whether it holds at an instant. */
    public boolean holdsAt(Instant instant) {
        return expiresAt == null || instant.isBefore(expiresAt);
    }
}
