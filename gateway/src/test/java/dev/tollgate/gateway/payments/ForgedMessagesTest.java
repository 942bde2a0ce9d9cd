package dev.tollgate.gateway.payments;

import static dev.tollgate.gateway.payments.Shop.PAID_CENTS;
import static dev.tollgate.gateway.payments.Shop.PAID_MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.StripeDouble;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are not Stripe's, or not of the payment that they name, move nothing. */
class ForgedMessagesTest extends PaymentTests {

    @Test
    void a_forged_an_old_and_a_missing_signature_move_nothing() {
        var tenant = shop.tenant();
        var payload = StripeDouble.event(COMPLETED, shop.stripe.pay(shop.checkout(tenant)));
        var now = shop.clock.instant();

        var byAnother = shop.send(payload, StripeDouble.signature(payload, now, "whsec_another"));
        var old = shop.send(payload, StripeDouble.signature(payload, now.minusSeconds(302)));
        var ofAnother = shop.send(payload, StripeDouble.signature(payload + ' ', now));
        var withoutTime =
                shop.send(payload, StripeDouble.signature(payload, now).replaceFirst("t=\\d+,", ""));
        var none = shop.send(payload, "");

        assertThat(IntStream.of(
                        byAnother.status(), old.status(), ofAnother.status(), withoutTime.status(), none.status()))
                .containsOnly(401);
        assertThat(shop.prepaid(tenant)).isZero();
    }

    @Test
    void one_good_signature_among_several_is_enough() {
        var tenant = shop.tenant();
        var payload = StripeDouble.event(COMPLETED, shop.stripe.pay(shop.checkout(tenant)));
        var now = shop.clock.instant();
        var former = StripeDouble.signature(payload, now, "whsec_former");

        var reply =
                shop.send(payload, former + StripeDouble.signature(payload, now).replaceFirst("t=\\d+", ""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
    }

    @Test
    void what_stripe_says_was_paid_counts_and_not_what_the_message_says() {
        var tenant = shop.tenant();
        var session = shop.stripe.pay(shop.checkout(tenant)).copy().put("amount_total", 100 * PAID_CENTS);

        var _ = shop.send(COMPLETED, session).expect(200);

        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
    }

    @Test
    void a_message_that_says_paid_of_a_page_nobody_has_paid_on_moves_nothing() {
        var tenant = shop.tenant();
        var session = shop.stripe.session(shop.checkout(tenant)).copy().put("payment_status", "paid");

        var _ = shop.send(COMPLETED, session.put("status", "complete")).expect(200);

        assertThat(shop.prepaid(tenant)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"currency", "livemode", "metadata"})
    void a_page_at_stripe_that_is_not_the_checkouts_moves_nothing_and_is_counted(String field) {
        var tenant = shop.tenant();
        var other = shop.tenant();
        var checkout = shop.checkout(tenant);
        var told = shop.stripe.pay(checkout).copy();
        var counted = shop.gateway.counted("tollgate_payments_mismatched_total");

        var session = shop.stripe.session(checkout);
        switch (field) {
            case "currency" -> session.put("currency", "jpy");
            case "livemode" -> session.put("livemode", true);
            default ->
                session.put(
                        "metadata", session.getJsonObject("metadata").copy().put("tollgate_tenant_id", other.tenant()));
        }
        var _ = shop.send(COMPLETED, told).expect(200);

        assertThat(shop.prepaid(tenant) + shop.prepaid(other)).isZero();
        assertThat(shop.gateway.counted("tollgate_payments_mismatched_total")).isGreaterThan(counted);
    }

    @Test
    void a_message_that_names_another_tenant_tops_up_nobody() {
        var tenant = shop.tenant();
        var other = shop.tenant();
        var session = shop.stripe.pay(shop.checkout(tenant)).copy();
        var metadata = session.getJsonObject("metadata").copy().put("tollgate_tenant_id", other.tenant());

        var reply = shop.send(COMPLETED, session.put("metadata", metadata)).expect(200);

        assertThat(reply.data().getBoolean("handled")).isFalse();
        assertThat(shop.prepaid(tenant) + shop.prepaid(other)).isZero();
    }

    @Test
    void a_message_of_the_other_mode_is_not_looked_into() {
        var tenant = shop.tenant();
        var session = shop.stripe.pay(shop.checkout(tenant)).copy().put("livemode", true);

        var reply = shop.send(COMPLETED, session).expect(200);

        assertThat(reply.data().getBoolean("handled")).isFalse();
        assertThat(shop.prepaid(tenant)).isZero();
    }

    @Test
    void messages_from_one_address_are_bounded_and_those_from_others_are_taken() {
        var payload = StripeDouble.event("invoice.paid", new JsonObject().put("livemode", false));
        var signature = StripeDouble.signature(payload, shop.clock.instant());

        var flood = IntStream.range(0, 400)
                .parallel()
                .map(_ -> shop.gateway
                        .call("POST", Shop.WEBHOOK, null, payload, "X-Forwarded-For", "198.51.100.7")
                        .status())
                .toArray();
        var others = shop.send(payload, signature);

        assertThat(flood).contains(429);
        assertThat(others.status()).isEqualTo(200);
    }
}
