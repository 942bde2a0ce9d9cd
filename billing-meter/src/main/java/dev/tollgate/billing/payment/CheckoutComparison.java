package dev.tollgate.billing.payment;

import dev.tollgate.contract.caller.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Comparison of Stripe's answer with the checkout's row. */
sealed interface CheckoutComparison {

    /** The one currency there is. */
    String CURRENCY = "usd";

    /** The answer is about something else than the checkout says: no money moves. */
    record Mismatch(String reason) implements CheckoutComparison {}

    /** Nothing is different. */
    record UpToDate() implements CheckoutComparison {}

    /**
     * The checkout is outdated.
     *
     * @param paidMicros what was paid; 0 while it is not
     * @param backMicros how much of that went back, at most what was paid
     */
    record Outdated(CheckoutStatus status, String paymentId, long paidMicros, long backMicros)
            implements CheckoutComparison {}

    /**
     * Compares. Only Stripe's answer counts, never what was requested.
     *
     * @param answer empty where Stripe does not know the session
     */
    static CheckoutComparison of(CheckoutRow row, Optional<StripeSession> answer, boolean live) {
        return answer.map(seen -> of(row, seen, live)).orElseGet(() -> new Mismatch("session"));
    }

    private static CheckoutComparison of(CheckoutRow row, StripeSession seen, boolean live) {
        var reason = mismatch(row.tenant(), row, seen, live);
        if (reason != null) {
            return new Mismatch(reason);
        }
        var payment = row.payment();
        var paymentId = seen.paymentId();
        if (seen.status() != CheckoutStatus.PAID || paymentId == null) {
            return row.status().becomes(seen.status()) ? new Outdated(seen.status(), "", 0, 0) : new UpToDate();
        }
        long paid = payment == null ? seen.amountCents() * NewCheckout.CENT_MICROS : payment.amountMicros();
        long back = Math.min(paid, seen.backCents() * NewCheckout.CENT_MICROS);
        return payment != null && back <= payment.settledMicros()
                ? new UpToDate()
                : new Outdated(CheckoutStatus.PAID, paymentId, paid, back);
    }

    private static @Nullable String mismatch(TenantId tenant, CheckoutRow row, StripeSession seen, boolean live) {
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
