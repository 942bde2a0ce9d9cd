package dev.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mapping of a Stripe session and its payment to the state of a checkout. */
class StripeSessionTest {

    private static Session session(String status, String paymentStatus) {
        var session = new Session();
        session.setId("cs_test_1");
        session.setStatus(status);
        session.setPaymentStatus(paymentStatus);
        return session;
    }

    private static CheckoutStatus status(Session session) {
        return StripeSession.of(session, null, List.of()).status();
    }

    @ParameterizedTest
    @CsvSource({
        "requires_payment_method, FAILED",
        "canceled, FAILED",
        "processing, PROCESSING",
        "requires_action, PROCESSING",
        "requires_capture, PROCESSING",
        "requires_confirmation, PROCESSING",
        "succeeded, PROCESSING",
        "a_new_word, PROCESSING"
    })
    void an_unpaid_session_fails_only_where_its_payment_can_not_succeed(String payment, CheckoutStatus expected) {
        var intent = new PaymentIntent();
        intent.setId("pi_1");
        intent.setStatus(payment);
        var session = session("complete", "unpaid");
        session.setPaymentIntentObject(intent);

        assertThat(status(session)).isEqualTo(expected);
    }

    @Test
    void an_unpaid_session_whose_payment_is_not_told_waits() {
        assertThat(status(session("complete", "unpaid"))).isEqualTo(CheckoutStatus.PROCESSING);
    }

    @ParameterizedTest
    @CsvSource({
        "open, unpaid, OPEN",
        "expired, unpaid, EXPIRED",
        "a_new_word, unpaid, OPEN",
        ", unpaid, OPEN",
        "complete, paid, PAID",
        "a_new_word, paid, PAID"
    })
    void a_session_expires_only_where_stripe_says_so(String status, String paymentStatus, CheckoutStatus expected) {
        assertThat(status(session(status, paymentStatus))).isEqualTo(expected);
    }
}
