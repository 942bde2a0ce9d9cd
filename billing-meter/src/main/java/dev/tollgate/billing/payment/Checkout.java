package dev.tollgate.billing.payment;

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
        long version)
        implements Resource {

    /** The same for readers of audit and events, who are not to pay. */
    Checkout withoutUrl() {
        return new Checkout(
                id,
                tenantId,
                amountMicros,
                status,
                null,
                expiresAt,
                paidMicros,
                paidAt,
                topUpId,
                takenBackMicros,
                shortfallMicros,
                createdBy,
                createdAt,
                version);
    }
}
