package dev.tollgate.billing.payment;

import dev.tollgate.billing.payment.CheckoutRows.Due;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/** Takes what Stripe sends: believes the signature, finds the checkout, has it settled. */
final class StripeWebhook {

    private final StripeApi stripe;
    private final CheckoutSettlement payments;
    private final PaymentMetrics counts;
    private final InstantSource clock;

    StripeWebhook(StripeApi stripe, CheckoutSettlement payments, PaymentMetrics counts, InstantSource clock) {
        this.stripe = stripe;
        this.payments = payments;
        this.counts = counts;
        this.clock = clock;
    }

    /** Fails where Stripe or PostgreSQL is away: then Stripe sends it again. */
    Future<Outcome<PaymentNotice>> take(Call<SignedMessage> call) {
        if (!StripeMessage.signed(call.input(), stripe.settings().signingSecret(), clock)) {
            counts.unsigned();
            return Future.succeededFuture(Outcome.refused(new Refusal.Unauthorized()));
        }
        var message = StripeMessage.read(call.input().payload());
        if (message.isEmpty()) {
            return Future.succeededFuture(
                    Outcome.refused(new Refusal.MalformedRequest("The body is not a Stripe event.")));
        }
        if (!message.get().concernsMoney()) {
            return ignored();
        }
        if (message.get().live() != stripe.settings().live()) {
            counts.mismatched();
            return ignored();
        }
        return checkoutKey(message.get())
                .compose(checkoutKey -> checkoutKey.isEmpty()
                        ? ignored()
                        : payments.settle(checkoutKey.get(), SettlementCalls.message(call))
                                .map(handled -> Outcome.done(new PaymentNotice(handled))));
    }

    /** A session and a charge name their checkout; a dispute names its payment, which does. */
    private Future<Optional<Due>> checkoutKey(StripeMessage message) {
        var payment = message.paymentId();
        return message.checkoutKey().isPresent() || payment == null
                ? Future.succeededFuture(message.checkoutKey())
                : stripe.payment(payment).map(StripeMessage::checkoutKey);
    }

    private static Future<Outcome<PaymentNotice>> ignored() {
        return Future.succeededFuture(Outcome.done(new PaymentNotice(false)));
    }
}
