package dev.tollgate.gateway.payments;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.fixture.StripeDouble;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A gateway whose owners pay at a double of Stripe, by a clock that tests move. */
final class Shop implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(15);
    static final String WEBHOOK = "/control/v1/payments/stripe";

    /** Five US dollars. */
    static final long PAID_MICROS = 5_000_000;

    static final long PAID_CENTS = 500;

    /** The time, which a test may move. */
    static final class MovableClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        void move(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    /** That of all tests that count nothing but what is their tenant's. */
    private static final class Shared {
        static final Shop SHOP = new Shop();
    }

    final MovableClock clock = new MovableClock();
    final StripeDouble stripe = StripeDouble.start();
    final GatewayFixture gateway = GatewayFixture.start(stripe.settings(), clock);

    /** One that is never closed. */
    static Shop shared() {
        return Shared.SHOP;
    }

    /** A tenant who pays everything ahead: no usage is included, and nothing is spent yet. */
    GatewayFixture.Prepared tenant() {
        var tenant = gateway.tenant("team");
        var terms = new JsonObject()
                .put("included_micros", 0)
                .put("enforcement", "enforce")
                .put("reason", "pays ahead");
        gateway.operator("PUT", of(tenant, "/override"), terms).expect(200);
        return tenant;
    }

    static String of(GatewayFixture.Prepared tenant, String path) {
        return "/control/v1/tenants/" + tenant.tenant() + path;
    }

    /** A new checkout of five dollars; its id. */
    String checkout(GatewayFixture.Prepared tenant) {
        return gateway.operator("POST", of(tenant, "/checkouts"), new JsonObject().put("amount_micros", PAID_MICROS))
                .expect(201)
                .data()
                .getString("id");
    }

    JsonObject shown(GatewayFixture.Prepared tenant, String checkout) {
        return gateway.operator("GET", of(tenant, "/checkouts/" + checkout), null)
                .expect(200)
                .data();
    }

    /** Stripe sends a message about an object. */
    Reply send(String type, JsonObject object) {
        var payload = StripeDouble.event(type, object);
        return send(payload, StripeDouble.signature(payload, clock.instant()));
    }

    Reply send(String payload, String signature) {
        return gateway.call(
                "POST",
                WEBHOOK,
                null,
                payload,
                "Stripe-Signature",
                signature,
                "X-Forwarded-For",
                GatewayFixture.newAddress());
    }

    long prepaid(GatewayFixture.Prepared tenant) {
        return tenant.billing().getLong("prepaid_micros");
    }

    /** The tenant spends some of what was paid ahead. */
    void spend(GatewayFixture.Prepared tenant) {
        long before = prepaid(tenant);
        var key = tenant.module("tasks", true).apiKey("tasks:write").getString("secret");
        Eventually.within(
                SOON,
                () -> gateway.call("POST", "/v1/tasks", key, new JsonObject().put("title", "Call Ada"))
                        .expect(201));
        Eventually.within(SOON, () -> {
            if (prepaid(tenant) >= before) {
                throw new AssertionError("not booked yet");
            }
        });
    }

    /** Entries of the tenant's ledger of a kind. */
    long entries(GatewayFixture.Prepared tenant, String kind) {
        return gateway.operator("GET", of(tenant, "/ledger?limit=100"), null).expect(200).list().stream()
                .filter(entry -> kind.equals(((JsonObject) entry).getString("kind")))
                .count();
    }

    void sql(String statement) {
        gateway.sql().execute(statement);
    }

    long number(String query) {
        return gateway.sql().number(query);
    }

    /** Nobody else changes a checkout while something is done. */
    void whileLocked(String checkout, Runnable action) {
        gateway.sql().whileLocked("SELECT FROM billing.checkout WHERE " + row(checkout) + " FOR UPDATE", action);
    }

    /** Finds the checkout in PostgreSQL. */
    String row(String checkout) {
        return "session_id = '" + stripe.session(checkout).getString("id") + "'";
    }

    @Override
    public void close() {
        gateway.close();
    }
}
