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

    /** The checkout already says what Stripe says. */
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
        return answer.map(session -> of(row, session, live)).orElseGet(() -> new Mismatch("session"));
    }

    private static CheckoutComparison of(CheckoutRow row, StripeSession session, boolean live) {
        var reason = mismatch(row.tenant(), row, session, live);
        if (reason != null) {
            return new Mismatch(reason);
        }
        var payment = row.payment();
        var paymentId = session.paymentId();
        if (session.status() != CheckoutStatus.PAID || paymentId == null) {
            return row.status().becomes(session.status()) ? new Outdated(session.status(), "", 0, 0) : new UpToDate();
        }
        long paid = payment == null ? session.amountCents() * NewCheckout.CENT_MICROS : payment.amountMicros();
        long back = Math.min(paid, session.backCents() * NewCheckout.CENT_MICROS);
        return payment != null && back <= payment.settledMicros()
                ? new UpToDate()
                : new Outdated(CheckoutStatus.PAID, paymentId, paid, back);
    }

    private static @Nullable String mismatch(TenantId tenant, CheckoutRow row, StripeSession session, boolean live) {
        if (!session.id().equals(row.sessionId())) {
            return "session";
        }
        if (!tenant.text().equals(session.tenant())) {
            return "tenant";
        }
        if (!row.id().text().equals(session.checkout())) {
            return "checkout";
        }
        if (session.live() != live) {
            return "livemode";
        }
        if (!CURRENCY.equals(session.currency())) {
            return "currency";
        }
        boolean paid = session.status() == CheckoutStatus.PAID;
        return paid && (session.amountCents() <= 0 || session.paymentId() == null) ? "amount" : null;
    }
}
