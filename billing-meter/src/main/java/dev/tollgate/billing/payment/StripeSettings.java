package dev.tollgate.billing.payment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of payments by Stripe. */
record StripeSettings(
        String secretKey,
        String signingSecret,
        String baseUrl,
        String successUrl,
        @Nullable String cancelUrl,
        long minMicros,
        long maxMicros,
        Duration timeout,
        Duration sweepEvery) {

    /** Whether real money moves: test keys say so themselves. */
    boolean live() {
        return secretKey.startsWith("sk_live_") || secretKey.startsWith("rk_live_");
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "Stripe at " + baseUrl;
    }
}
