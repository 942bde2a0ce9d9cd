package dev.tollgate.gateway.payments;

import static dev.tollgate.gateway.payments.Shop.PAID_CENTS;
import static dev.tollgate.gateway.payments.Shop.PAID_MICROS;
import static dev.tollgate.gateway.payments.Shop.SOON;
import static dev.tollgate.gateway.payments.Shop.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checkouts that end, that are many, and that are settled by several at once. */
class CheckoutsTest {

    private static final int OPEN_MAX = 20;
    private static final int AT_ONCE = 8;

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static Reply create(GatewayFixture.Prepared tenant) {
        return shop.gateway.operator(
                "POST", of(tenant, "/checkouts"), new JsonObject().put("amount_micros", PAID_MICROS));
    }

    private static List<CompletableFuture<Reply>> atOnce(int times, Supplier<Reply> call) {
        return Stream.generate(() -> CompletableFuture.supplyAsync(call))
                .limit(times)
                .toList();
    }

    /** So many more like this one. */
    private static void copies(String checkout, int times) {
        shop.sql("INSERT INTO billing.checkout (tenant_id, id, session_id, url, amount_micros, status, expires_at,"
                + " created_by, created_at, checked_at, next_check_at, version)"
                + " SELECT tenant_id, gen_random_uuid(), session_id || n, url, amount_micros, status, expires_at,"
                + " created_by, created_at, checked_at, next_check_at, version"
                + " FROM billing.checkout, generate_series(1, " + times + ") n WHERE " + shop.row(checkout));
    }

    @Test
    void a_checkout_says_if_the_cap_leaves_nothing_to_spend_its_money_on() {
        var roomy = create(shop.tenant()).expect(201).data();
        var capped = shop.tenant();
        var terms = new JsonObject()
                .put("included_micros", 0)
                .put("cap_micros", 0)
                .put("enforcement", "enforce")
                .put("reason", "over");
        shop.gateway.operator("PUT", of(capped, "/override"), terms).expect(200);

        var made = create(capped).expect(201).data();

        assertThat(made.getString("warning")).contains("cannot be spent before");
        assertThat(roomy.containsKey("warning")).isFalse();
        assertThat(shop.shown(capped, made.getString("id")).containsKey("warning"))
                .isFalse();
    }

    @Test
    void a_session_that_stripe_does_not_know_is_asked_about_until_its_page_has_ended() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var row = shop.row(checkout);
        var counted = shop.gateway.counted("tollgate_payments_mismatched_total");
        shop.stripe.forget(checkout);

        shop.sql("UPDATE billing.checkout SET next_check_at = created_at WHERE " + row);
        Eventually.within(
                SOON,
                () -> assertThat(shop.gateway.counted("tollgate_payments_mismatched_total"))
                        .isGreaterThan(counted));
        Eventually.within(SOON, () -> assertThat(waiting(row)).isEqualTo(1));
        var before = shop.shown(tenant, checkout).getString("status");
        shop.sql("UPDATE billing.checkout SET expires_at = created_at, next_check_at = created_at WHERE " + row);

        assertThat(before).isEqualTo("open");
        Eventually.within(
                SOON,
                () -> assertThat(shop.number(
                                "SELECT count(*) FROM billing.checkout WHERE next_check_at IS NULL AND " + row))
                        .isEqualTo(1));
        assertThat(shop.shown(tenant, checkout).getString("status")).isEqualTo("expired");
    }

    private static long waiting(String row) {
        return shop.number("SELECT count(*) FROM billing.checkout WHERE next_check_at > now() AND " + row);
    }

    @Test
    void checkouts_whose_pages_have_ended_keep_nobody_from_paying() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        copies(checkout, OPEN_MAX - 1);

        var full = create(tenant);
        shop.sql("UPDATE billing.checkout SET expires_at = created_at WHERE " + shop.row(checkout));
        var one = create(tenant);

        assertThat(full.status()).isEqualTo(409);
        assertThat(one.status()).isEqualTo(201);
    }

    @Test
    void checkouts_made_at_once_are_no_more_than_may_be_open() {
        var tenant = shop.tenant();
        copies(shop.checkout(tenant), OPEN_MAX - 2);

        var replies = atOnce(AT_ONCE, () -> create(tenant)).stream()
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .map(Reply::status)
                .toList();

        assertThat(replies).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    void two_settlements_at_once_count_a_shortfall_once() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.send("checkout.session.completed", shop.stripe.pay(checkout))
                .expect(200);
        shop.spend(tenant);
        var counted = shop.gateway.counted("tollgate_payments_shortfall_micros_total");
        var charge = shop.stripe.refund(checkout, PAID_CENTS);
        var asked = asked(checkout);

        var replies = new ArrayList<CompletableFuture<Reply>>();
        shop.whileLocked(checkout, () -> {
            replies.addAll(atOnce(2, () -> shop.send("charge.refunded", charge)));
            Eventually.within(SOON, () -> assertThat(asked(checkout)).isEqualTo(asked + 2));
        });

        assertThat(replies)
                .allMatch(reply -> reply.orTimeout(5, TimeUnit.MINUTES).join().status() == 200);
        assertThat(shop.gateway.counted("tollgate_payments_shortfall_micros_total"))
                .isEqualTo(counted + shop.shown(tenant, checkout).getLong("shortfall_micros"))
                .isGreaterThan(counted);
    }

    /** How often Stripe was asked about the session of a checkout: then its row has been read. */
    private static long asked(String checkout) {
        var path = "/v1/checkout/sessions/" + shop.stripe.session(checkout).getString("id");
        return shop.stripe.asked().stream()
                .filter(one -> path.equals(one.path()))
                .count();
    }
}
