package dev.tollgate.gateway.payments;

import static dev.tollgate.gateway.payments.Shop.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What readers of checkouts ask of Stripe. */
class CheckoutReadsTest {

    private static final int READERS = 64;

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
    void many_readers_of_an_open_checkout_ask_stripe_once() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var path = "/v1/checkout/sessions/" + shop.stripe.session(checkout).getString("id");
        shop.clock.move(Duration.ofSeconds(11));

        var replies = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> shop.gateway.operator("GET", of(tenant, "/checkouts/" + checkout), null)))
                .limit(READERS)
                .toList()
                .stream()
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .toList();

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(shop.stripe.asked().stream().filter(one -> path.equals(one.path())))
                .hasSize(1);
    }

    @Test
    void a_checkout_that_is_paid_is_shown_by_the_next_reader_after_ten_seconds() {
        var tenant = shop.tenant();
        var checkout = shop.checkout(tenant);
        var _ = shop.stripe.pay(checkout);
        shop.clock.move(Duration.ofSeconds(11));

        assertThat(shop.shown(tenant, checkout).getString("status")).isEqualTo("paid");
    }
}
