package dev.tollgate.gateway.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Billing operations that an owner can and cannot call with their own token. */
class OwnersMoneyTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    @Test
    void an_owner_mints_no_money_and_raises_no_plan() {
        var tenant = GATEWAY.tenant("developer");
        var owner = People.tenantOwner(tenant).token();

        var topUp = GATEWAY.call(
                "POST",
                Shop.of(tenant, "/top-ups"),
                owner,
                new JsonObject().put("amount_micros", 1_000_000_000_000L),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        var plan = GATEWAY.call("PUT", Shop.of(tenant, "/plan"), owner, new JsonObject().put("plan", "business"));

        assertThat(topUp.status()).isEqualTo(403);
        assertThat(topUp.code()).isEqualTo("role_not_allowed");
        assertThat(plan.code()).isEqualTo("role_not_allowed");
        assertThat(tenant.billing().getLong("prepaid_micros")).isZero();
        assertThat(tenant.billing().getString("plan")).isEqualTo("developer");
    }

    @Test
    void an_owner_asks_and_the_operator_decides() {
        var tenant = GATEWAY.tenant("developer");
        var owner = People.tenantOwner(tenant).token();
        var requests = Shop.of(tenant, "/top-up-requests");

        var request = GATEWAY.call("POST", requests, owner, new JsonObject().put("amount_micros", 7_000_000))
                .expect(201)
                .data()
                .getString("id");
        var byOwner = GATEWAY.call("POST", requests + "/" + request + "/confirm", owner, null);
        var confirmed = GATEWAY.operator("POST", requests + "/" + request + "/confirm", null)
                .expect(200)
                .data();
        var seen = GATEWAY.call("GET", requests + "?status=confirmed", owner, null)
                .expect(200)
                .list();

        assertThat(byOwner.code()).isEqualTo("role_not_allowed");
        assertThat(confirmed.getString("status")).isEqualTo("confirmed");
        assertThat(seen).hasSize(1);
        assertThat(tenant.billing().getLong("prepaid_micros")).isEqualTo(7_000_000);
    }

    @Test
    void an_owner_pays_by_a_page_at_stripe() {
        var tenant = GATEWAY.tenant("developer");
        var owner = People.tenantOwner(tenant).token();

        var checkout = GATEWAY.call(
                        "POST", Shop.of(tenant, "/checkouts"), owner, new JsonObject().put("amount_micros", 7_000_000))
                .expect(201)
                .data();

        assertThat(checkout.getString("url")).startsWith("https://");
    }

    @Test
    void a_gateway_with_half_of_stripes_settings_does_not_start_and_tells_every_fault() {
        var wrong = Map.of(
                "tollgate.payments.stripe.signing-secret", "",
                "tollgate.payments.stripe.success-url", "",
                "tollgate.payments.stripe.min-micros", "20000000",
                "tollgate.payments.stripe.max-micros", "10000000",
                "tollgate.payments.stripe.base-url", "http://api.stripe.example");

        var stopped = catchThrowable(() -> GATEWAY.second(wrong));

        assertThat(stopped)
                .rootCause()
                .hasMessageContainingAll(
                        "tollgate.payments.stripe.signing-secret must be set",
                        "tollgate.payments.stripe.success-url must be set",
                        "tollgate.payments.stripe.min-micros must not be above",
                        "tollgate.payments.stripe.base-url must be an https address");
    }

    @Test
    void without_stripe_nothing_can_be_paid_and_its_messages_go_nowhere() {
        var tenant = GATEWAY.tenant("developer");
        try (var without = GATEWAY.second(Map.of("tollgate.payments.stripe.secret-key", ""))) {
            var checkout = without.operator(
                    "POST", Shop.of(tenant, "/checkouts"), new JsonObject().put("amount_micros", 7_000_000));
            var message = without.call("POST", Shop.WEBHOOK, null, "{}");

            assertThat(checkout.status()).isEqualTo(409);
            assertThat(checkout.json().getString("detail")).contains("request_top_up");
            assertThat(message.status()).isEqualTo(404);
            assertThat(message.code()).isEqualTo("route_not_found");
        }
    }
}
