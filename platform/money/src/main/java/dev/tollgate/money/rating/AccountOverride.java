package dev.tollgate.money.rating;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's override of the plan for one account. Null means the plan's value.
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
