package dev.tollgate.gateway.payments;

import static dev.tollgate.gateway.payments.Shop.PAID_MICROS;
import static dev.tollgate.gateway.payments.Shop.SOON;
import static dev.tollgate.gateway.payments.Shop.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Money by Stripe Checkout: each payment becomes one top-up, whatever is lost or repeated. */
class PaymentsTest extends PaymentTests {

    private static final int TIMES = 10;

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
        var replies = atOnce.stream()
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .map(Reply::status);
        var inARow =
                IntStream.range(0, TIMES).map(_ -> shop.send(COMPLETED, session).status());

        assertThat(replies).containsOnly(200);
        assertThat(inARow).containsOnly(200);
        assertThat(shop.prepaid(tenant)).isEqualTo(PAID_MICROS);
        assertThat(shop.entries(tenant, "top_up")).isEqualTo(1);
        assertThat(shop.shown(tenant, checkout).getString("status")).isEqualTo("paid");
    }

    @Test
    void a_payment_whose_message_was_lost_is_found_by_the_next_look_at_its_checkout() {
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
        assertThat(shop.entries(tenant, "top_up")).isEqualTo(1);
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
}
