package dev.tollgate.gateway.payments;

import static dev.tollgate.gateway.payments.Shop.PAID_CENTS;
import static dev.tollgate.gateway.payments.Shop.PAID_MICROS;
import static dev.tollgate.gateway.payments.Shop.SOON;
import static dev.tollgate.gateway.payments.Shop.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.fixture.StripeDouble;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Money by Stripe Checkout: each payment becomes one top-up, whatever is lost, repeated or forged. */
class PaymentsTest {

    private static final String COMPLETED = "checkout.session.completed";
    private static final int TIMES = 10;

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void a_checkout_asks_stripe_for_a_page_that_names_tenant_amount_and_checkout() {
        var tenant = shop.tenant();

        var checkout = shop.gateway
                .operator("POST", of(tenant, "/checkouts"), new JsonObject().put("amount_micros", PAID_MICROS))
                .expect(201)
                .data();

        var id = checkout.getString("id");
        var asked = shop.stripe.asked().stream()
                .filter(one -> id.equals(one.form().get("client_reference_id")))
                .findFirst()
                .orElseThrow();
        assertThat(asked.path()).isEqualTo("/v1/checkout/sessions");
        assertThat(asked.headers().get("Idempotency-Key")).isEqualTo(id);
        assertThat(asked.form())
                .containsEntry("line_items[0][price_data][currency]", "usd")
                .containsEntry("line_items[0][price_data][unit_amount]", "500")
                .containsEntry("line_items[0][quantity]", "1")
                .containsEntry("metadata[tollgate_tenant_id]", tenant.tenant())
                .containsEntry("payment_intent_data[metadata][tollgate_tenant_id]", tenant.tenant())
                .containsEntry("payment_intent_data[metadata][tollgate_checkout_id]", id)
                .containsEntry("success_url", "https://app.example/paid");
        assertThat(checkout.getString("url")).startsWith("https://checkout.example/");
        assertThat(checkout.getString("status")).isEqualTo("open");
        assertThat(shop.prepaid(tenant)).isZero();
    }

    @Test
    void a_payment_told_ten_times_in_a_row_and_ten_times_at_once_is_one_top_up() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var session = shop.stripe.pay(checkout);

        var atOnce = IntStream.range(0, TIMES)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> shop.send(COMPLETED, session)))
                .toList();
        var replies = atOnce.stream().map(CompletableFuture::join).map(Reply::status);
        var inARow =
                IntStream.range(0, TIMES).map(_ -> shop.send(COMPLETED, session).status());

        assertThat(replies).containsOnly(200);
        assertThat(inARow).containsOnly(200);
        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
        assertThat(shop.movements(tenant, "top_up")).isEqualTo(1);
        assertThat(shop.shown(tenant, checkout).getString("status")).isEqualTo("paid");
    }

    @Test
    void a_payment_whose_message_was_lost_is_found_by_whoever_looks() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.stripe.pay(checkout);

        shop.clock.move(Duration.ofSeconds(11));
        var shown = shop.shown(tenant, checkout);

        assertThat(shown.getString("status")).isEqualTo("paid");
        assertThat(shown.getLong("paid_micros")).isEqualTo(PAID_MICROS);
        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
    }

    @Test
    void a_payment_whose_message_was_lost_is_found_within_the_hour() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.stripe.pay(checkout);

        shop.clock.move(Duration.ofMinutes(61));

        Eventually.within(SOON, () -> assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS));
        assertThat(shop.movements(tenant, "top_up")).isEqualTo(1);
    }

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

    @ParameterizedTest
    @ValueSource(strings = {"processing", "requires_action", "succeeded"})
    void a_completion_without_money_waits_for_the_money(String status) {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);

        var _ = shop.send(COMPLETED, shop.stripe.payLater(checkout, status)).expect(200);
        var waiting = shop.shown(tenant, checkout).getString("status");
        long before = shop.prepaid(tenant);
        var _ = shop.send("checkout.session.async_payment_succeeded", shop.stripe.pay(checkout))
                .expect(200);

        assertThat(waiting).isEqualTo("processing");
        assertThat(before).isZero();
        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
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
        assertThat(shop.movements(tenant, "correction")).isEqualTo(1);
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
        assertThat(shop.movements(tenant, "top_up")).isEqualTo(1);
        assertThat(shop.movements(tenant, "correction")).isEqualTo(1);
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

    @Test
    void while_stripe_is_away_its_message_is_not_taken_and_comes_again() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var session = shop.stripe.pay(checkout);

        shop.stripe.away(true);
        var first = shop.send(COMPLETED, session);
        var refused = shop.gateway.operator(
                "POST", of(tenant, "/checkouts"), new JsonObject().put("amount_micros", PAID_MICROS));
        shop.stripe.away(false);
        var second = shop.send(COMPLETED, session);

        assertThat(first.status()).isEqualTo(503);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(second.status()).isEqualTo(200);
        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
    }

    @Test
    void an_account_that_is_paused_can_pay() {
        var tenant = shop.tenant();
        var paused = new JsonObject().put("enforcement", "paused").put("reason", "unpaid");
        shop.gateway.operator("PUT", of(tenant, "/override"), paused).expect(200);

        var _ = shop.send(COMPLETED, shop.stripe.pay(shop.checkout(tenant))).expect(200);

        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
    }

    @ParameterizedTest
    @ValueSource(longs = {5_000_001, 4_990_000, 10_000_010_000L})
    void an_amount_that_is_no_cents_too_little_or_too_much_is_refused(long micros) {
        var tenant = shop.tenant();

        var reply =
                shop.gateway.operator("POST", of(tenant, "/checkouts"), new JsonObject().put("amount_micros", micros));

        assertThat(reply.status()).isEqualTo(422);
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
