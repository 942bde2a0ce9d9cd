package dev.tollgate.billing.payment;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A top-up that is paid on a page at Stripe.
 *
 * @param amountMicros requested amount
 * @param url the page; while the checkout is open
 * @param expiresAt until when the page takes a payment
 * @param paidMicros what was paid
 * @param topUpId the top-up it became
 * @param takenBackMicros what refunds and disputes have taken back from the prepaid balance
 * @param shortfallMicros what they could not take back, since it had been spent
 * @param createdBy who made it, as the audit names them
 * @param warning why its money cannot be spent this month; only in the answer that creates it, and null where it can
 */
public record Checkout(
        CheckoutId id,
        TenantId tenantId,
        long amountMicros,
        CheckoutStatus status,
        @Nullable String url,
        Instant expiresAt,
        @Nullable Long paidMicros,
        @Nullable Instant paidAt,
        @Nullable TopUpId topUpId,
        long takenBackMicros,
        long shortfallMicros,
        String createdBy,
        Instant createdAt,
        long version,

        @JsonPropertyDescription(
                "Present in the answer that creates it if the cap leaves nothing to spend this money on this month: why, "
                        + "and what helps.")
        @Nullable String warning)
        implements Resource {

    /** The same for readers of audit and events, who are not to pay. */
    Checkout withoutUrl() {
        return with(null, warning);
    }

    /** The same as the answer that creates it. */
    Checkout warned(@Nullable String why) {
        return with(url, why);
    }

    private Checkout with(@Nullable String page, @Nullable String why) {
        return new Checkout(
                id,
                tenantId,
                amountMicros,
                status,
                page,
                expiresAt,
                paidMicros,
                paidAt,
                topUpId,
                takenBackMicros,
                shortfallMicros,
                createdBy,
                createdAt,
                version,
                why);
    }
}
