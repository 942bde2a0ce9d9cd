package dev.tollgate.gateway.payments;

import static dev.tollgate.gateway.payments.Shop.PAID_CENTS;
import static dev.tollgate.gateway.payments.Shop.PAID_MICROS;
import static dev.tollgate.gateway.payments.Shop.SOON;
import static dev.tollgate.gateway.payments.Shop.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What refunds and disputes at Stripe take back, once. */
class RefundsTest extends PaymentTests {

    @Test
    void a_refund_whose_message_was_lost_is_found_by_the_daily_look() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.send(COMPLETED, shop.stripe.pay(checkout)).expect(200);
        var _ = shop.stripe.refund(checkout, PAID_CENTS);

        shop.sql("UPDATE billing.checkout SET next_check_at = next_check_at - interval '1 day'"
                + " WHERE status = 'paid'");

        Eventually.within(SOON, () -> assertThat(shop.prepaid(tenant)).isZero());
    }

    @Test
    void a_refund_takes_back_what_is_left_once_and_raises_an_alarm_about_the_rest() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.send(COMPLETED, shop.stripe.pay(checkout)).expect(200);
        shop.spend(tenant);
        var alarm = shop.gateway.counted("tollgate_payments_shortfall_micros_total");

        var charge = shop.stripe.refund(checkout, PAID_CENTS);
        IntStream.range(0, 3)
                .forEach(_ -> assertThat(shop.send("charge.refunded", charge).status())
                        .isEqualTo(200));

        var shown = shop.shown(tenant, checkout);
        long shortfall = shown.getLong("shortfall_micros");
        assertThat(shop.prepaid(tenant)).isZero();
        assertThat(shortfall).isPositive();
        assertThat(shown.getLong("taken_back_micros")).isPositive().isEqualTo(PAID_MICROS - shortfall);
        assertThat(shop.entries(tenant, "correction")).isEqualTo(1);
        assertThat(shop.gateway.counted("tollgate_payments_shortfall_micros_total"))
                .isEqualTo(alarm + shortfall);
    }

    @Test
    void parts_of_a_refund_are_taken_back_as_they_come() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.send(COMPLETED, shop.stripe.pay(checkout)).expect(200);

        var _ = shop.send("charge.refunded", shop.stripe.refund(checkout, 100)).expect(200);
        long afterFirst = shop.prepaid(tenant);
        var _ = shop.send("charge.refunded", shop.stripe.refund(checkout, 300)).expect(200);

        assertThat(afterFirst).isEqualTo(4_000_000);
        assertThat(shop.prepaid(tenant)).isEqualTo(2_000_000);
    }

    @Test
    void a_taking_back_names_the_top_up_in_the_ledger() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.send(COMPLETED, shop.stripe.pay(checkout)).expect(200);
        var _ = shop.send("charge.refunded", shop.stripe.refund(checkout, 100)).expect(200);

        var ledger = shop.gateway
                .operator("GET", of(tenant, "/ledger?limit=2"), null)
                .expect(200)
                .list();

        var correction = ledger.getJsonObject(0);
        assertThat(correction.getString("kind")).isEqualTo("correction");
        assertThat(correction.getString("corrects_id"))
                .isEqualTo(ledger.getJsonObject(1).getString("id"));
        assertThat(ledger.getJsonObject(1).getString("kind")).isEqualTo("top_up");
    }

    @Test
    void a_dispute_told_before_the_completion_leaves_nothing_to_spend() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var session = shop.stripe.pay(checkout);
        var dispute = shop.stripe.dispute(checkout, PAID_CENTS, "needs_response");

        var _ = shop.send("charge.dispute.created", dispute).expect(200);
        long between = shop.prepaid(tenant);
        var _ = shop.send(COMPLETED, session).expect(200);

        assertThat(between).isZero();
        assertThat(shop.prepaid(tenant)).isZero();
        assertThat(shop.entries(tenant, "top_up")).isEqualTo(1);
        assertThat(shop.entries(tenant, "correction")).isEqualTo(1);
    }

    @Test
    void a_dispute_that_was_won_takes_nothing() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.send(COMPLETED, shop.stripe.pay(checkout)).expect(200);

        var _ = shop.send("charge.dispute.closed", shop.stripe.dispute(checkout, PAID_CENTS, "won"))
                .expect(200);

        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
    }
}
