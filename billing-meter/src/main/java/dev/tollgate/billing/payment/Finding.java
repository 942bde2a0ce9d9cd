package dev.tollgate.billing.payment;

import dev.tollgate.contract.caller.TenantId;
import org.jspecify.annotations.Nullable;

/** What an answer of Stripe means for a checkout of ours. */
sealed interface Finding {

    /** The one currency there is. */
    String CURRENCY = "usd";

    /** The answer is about something else than the checkout says: no money moves. */
    record Foreign(String reason) implements Finding {}

    /** Nothing is different. */
    record Same() implements Finding {}

    /**
     * The checkout is behind.
     *
     * @param paidMicros what was paid; 0 while it is not
     * @param backMicros how much of that went back, at most what was paid
     */
    record Behind(CheckoutStatus status, String paymentId, long paidMicros, long backMicros) implements Finding {}

    /** Compares. Only what Stripe says counts, never what was asked of it. */
    static Finding of(CheckoutRow row, StripeSession seen, boolean live) {
        var reason = foreign(row.tenant(), row, seen, live);
        if (reason != null) {
            return new Foreign(reason);
        }
        var payment = row.payment();
        var paymentId = seen.paymentId();
        if (seen.status() != CheckoutStatus.PAID || paymentId == null) {
            return payment != null || seen.status() == row.status() ? new Same() : new Behind(seen.status(), "", 0, 0);
        }
        long paid = payment == null ? seen.amountCents() * NewCheckout.CENT_MICROS : payment.amountMicros();
        long back = Math.min(paid, seen.backCents() * NewCheckout.CENT_MICROS);
        return payment != null && back <= payment.settledMicros()
                ? new Same()
                : new Behind(CheckoutStatus.PAID, paymentId, paid, back);
    }

    private static @Nullable String foreign(TenantId tenant, CheckoutRow row, StripeSession seen, boolean live) {
        if (!seen.id().equals(row.sessionId())) {
            return "session";
        }
        if (!tenant.text().equals(seen.tenant())) {
            return "tenant";
        }
        if (!row.id().text().equals(seen.checkout())) {
            return "checkout";
        }
        if (seen.live() != live) {
            return "livemode";
        }
        if (!CURRENCY.equals(seen.currency())) {
            return "currency";
        }
        boolean paid = seen.status() == CheckoutStatus.PAID;
        return paid && (seen.amountCents() <= 0 || seen.paymentId() == null) ? "amount" : null;
    }
}
