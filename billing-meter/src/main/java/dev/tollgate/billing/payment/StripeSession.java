package dev.tollgate.billing.payment;

import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Current state of a Checkout Session and its payment at Stripe.
 *
 * @param tenant tenant in its metadata; null if absent
 * @param checkout our checkout id in its metadata; null if absent
 * @param paymentId the payment; null while there is none
 * @param amountCents what the payer owes or paid, in all
 * @param backCents what refunds gave back and disputes withdrew
 */
record StripeSession(
        String id,
        @Nullable String tenant,
        @Nullable String checkout,
        boolean live,
        CheckoutStatus status,
        @Nullable String paymentId,
        String currency,
        long amountCents,
        long backCents) {

    /** Keys of the metadata that a session, its payment and its charge carry. */
    static final String TENANT = "tollgate_tenant_id";

    static final String CHECKOUT = "tollgate_checkout_id";

    /** A dispute that is only asked about, or was won, takes nothing. */
    private static final Set<String> WITHDRAWN = Set.of("needs_response", "under_review", "lost");

    /** States of a payment of a completed session in which no money comes. */
    private static final Set<String> UNSUCCESSFUL = Set.of("requires_payment_method", "canceled");

    /** Reads what the API gave. */
    static StripeSession of(Session session, @Nullable Charge charge, List<Dispute> disputes) {
        Map<String, String> metadata = session.getMetadata() == null ? Map.of() : session.getMetadata();
        long refunded = charge == null || charge.getAmountRefunded() == null ? 0 : charge.getAmountRefunded();
        long disputed = disputes.stream()
                .filter(dispute -> WITHDRAWN.contains(dispute.getStatus()))
                .mapToLong(Dispute::getAmount)
                .sum();
        return new StripeSession(
                session.getId(),
                metadata.get(TENANT),
                metadata.get(CHECKOUT),
                Boolean.TRUE.equals(session.getLivemode()),
                status(session),
                session.getPaymentIntent(),
                String.valueOf(session.getCurrency()),
                session.getAmountTotal() == null ? 0 : session.getAmountTotal(),
                refunded + disputed);
    }

    private static CheckoutStatus status(Session session) {
        if ("paid".equals(session.getPaymentStatus())) {
            return CheckoutStatus.PAID;
        }
        return switch (String.valueOf(session.getStatus())) {
            case "complete" -> unpaid(session.getPaymentIntentObject());
            case "expired" -> CheckoutStatus.EXPIRED;
            default -> CheckoutStatus.OPEN;
        };
    }

    /**
     * Status of a completed session without its money. Ended checkouts are not read again: only a definite failure ends
     * one.
     */
    private static CheckoutStatus unpaid(@Nullable PaymentIntent payment) {
        return payment != null && UNSUCCESSFUL.contains(String.valueOf(payment.getStatus()))
                ? CheckoutStatus.FAILED
                : CheckoutStatus.PROCESSING;
    }
}
