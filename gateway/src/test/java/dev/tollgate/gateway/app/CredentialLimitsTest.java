package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expiry, rate and addresses of a credential hold on every gateway, and changes of them reach each. */
class CredentialLimitsTest {

    private static final Duration AUDITED_WITHIN = Duration.ofSeconds(10);
    private static final String EXPIRES = "Tollgate-Credential-Expires";
    private static final GatewayFixture FIRST = GatewayFixture.shared();
    private static GatewayFixture second;

    private GatewayFixture.Prepared acme;

    @BeforeAll
    static void open() {
        second = FIRST.second();
    }

    @AfterAll
    static void close() {
        second.close();
    }

    @BeforeEach
    void prepare() {
        acme = FIRST.tenant("team").module("tasks", true);
    }

    @Test
    void an_expired_credential_opens_nothing_from_that_second_on_not_even_from_a_cache() {
        var key = key(new JsonObject());
        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            read(gateway, key).expect(200);
        }
        var end = Instant.now().plusSeconds(3);
        patch(key, new JsonObject().put("expires_at", end.toString())).expect(200);
        for (var gateway : List.of(FIRST, second)) {
            Eventually.within(Eventually.NOTICED, () -> assertThat(knowsItsEnd(gateway, key)).isTrue());
        }
        long latest = System.nanoTime() + Duration.between(Instant.now(), end).toNanos();

        while (System.nanoTime() < latest) {
            Thread.onSpinWait();
        }

        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            read(gateway, key).expect(401);
        }
        assertThat(shown(key).getString("status")).isEqualTo("expired");
    }

    /** Whether the gateway has the credential with its end in its cache, or refuses it: the end has passed. */
    private boolean knowsItsEnd(GatewayFixture gateway, JsonObject key) {
        var reply = read(gateway, key);
        return reply.status() == 401 || reply.header(EXPIRES).isPresent();
    }

    @Test
    void a_cleared_expiry_brings_a_credential_back_everywhere() {
        var key = key(
                new JsonObject().put("expires_at", Instant.now().plusSeconds(3).toString()));
        Eventually.within(Eventually.NOTICED, () -> read(FIRST, key).expect(401));
        read(second, key).expect(401);

        patch(key, new JsonObject().putNull("expires_at")).expect(200);

        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            Eventually.within(Eventually.NOTICED, () -> read(gateway, key).expect(200));
        }
    }

    @Test
    void answers_say_when_a_credential_expires_once_that_is_two_weeks_away() {
        var near = Instant.now().plus(Duration.ofDays(13));
        var soon = key(new JsonObject().put("expires_at", near.toString()));
        var late = key(new JsonObject()
                .put("expires_at", Instant.now().plus(Duration.ofDays(15)).toString()));

        var said = read(FIRST, soon).expect(200).header(EXPIRES);

        assertThat(said)
                .hasValueSatisfying(time -> assertThat(
                                Duration.between(Instant.parse(time), near).abs())
                        .isLessThan(Duration.ofMillis(1)));
        assertThat(read(FIRST, late).expect(200).header(EXPIRES)).isEmpty();
    }

    @Test
    void limits_that_cannot_hold_are_refused_all_at_once() {
        var wrong = new JsonObject()
                .put("expires_at", Instant.now().minusSeconds(1).toString())
                .put("rate_limit", 1_001)
                .put("allowed_ips", new JsonArray(List.of("203.0.113.7", "10.0.0.0/33", "localhost", "010.0.0.1")));

        var created = create(wrong).expect(422);
        var patched = patch(key(new JsonObject()), wrong).expect(422);

        for (var refused : List.of(created, patched)) {
            assertThat(fields(refused))
                    .containsExactlyInAnyOrder(
                            "expires_at", "rate_limit", "allowed_ips[1]", "allowed_ips[2]", "allowed_ips[3]");
        }
    }

    @Test
    void no_address_at_all_and_too_many_of_them_are_refused() {
        var none = create(new JsonObject().put("allowed_ips", new JsonArray())).expect(422);
        var many = new JsonArray();
        for (int at = 0; at <= 64; at++) {
            many.add("10.0.0." + at);
        }

        var tooMany = create(new JsonObject().put("allowed_ips", many)).expect(422);

        assertThat(fields(none)).containsExactly("allowed_ips");
        assertThat(fields(tooMany)).containsExactly("allowed_ips");
    }

    @Test
    void a_limit_of_its_own_holds_over_all_gateways_and_answers_tell_it() {
        var key = key(new JsonObject().put("rate_limit", 3));
        long began = System.nanoTime();
        int admitted = 0;

        Reply last = null;
        for (int call = 0; call < 30; call++) {
            var reply = read(call % 2 == 0 ? FIRST : second, key);
            if (reply.status() == 200) {
                last = reply;
                admitted++;
            }
        }

        double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        assertThat(admitted).isBetween(3, (int) (3 + 3 * seconds + 1));
        assertThat(last).isNotNull();
        assertThat(last.header("RateLimit-Policy")).contains("\"credential\";q=3;w=1");
        assertThat(last.header("RateLimit"))
                .hasValueSatisfying(rate -> assertThat(rate).startsWith("\"credential\";r="));
    }

    @Test
    void a_changed_limit_reaches_every_gateway() {
        var key = key(new JsonObject().put("rate_limit", 400));
        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            assertThat(read(gateway, key).expect(200).header("RateLimit-Policy"))
                    .contains("\"credential\";q=400;w=1");
        }

        patch(key, new JsonObject().put("rate_limit", 300)).expect(200);

        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            Eventually.within(
                    Eventually.NOTICED,
                    () -> assertThat(read(gateway, key).expect(200).header("RateLimit-Policy"))
                            .contains("\"credential\";q=300;w=1"));
        }
    }

    @Test
    void only_allowed_addresses_come_in_in_whatever_form_they_are_written() {
        var key = key(new JsonObject()
                .put("allowed_ips", new JsonArray(List.of("203.0.113.0/24", "::ffff:198.51.100.7", "2001:db8::/32"))));

        assertThat(List.of("203.0.113.9", "::ffff:203.0.113.9", "198.51.100.7", "2001:DB8:0:1::5"))
                .allSatisfy(address -> read(FIRST, key, address).expect(200));

        assertThat(List.of("203.0.114.9", "198.51.100.8", "2001:db9::1", "::ffff:203.0.114.9"))
                .allSatisfy(address ->
                        assertThat(read(FIRST, key, address).expect(401).code()).isEqualTo("unauthorized"));
    }

    @Test
    void a_refused_address_leaves_a_line_in_the_audit_of_the_credential() {
        var key = key(new JsonObject().put("allowed_ips", new JsonArray(List.of("203.0.113.0/24"))));

        read(FIRST, key, "198.51.100.66").expect(401);

        Eventually.within(AUDITED_WITHIN, () -> {
            var events = FIRST.operator("GET", acme.control("/audit-events?outcome=unauthorized"), null)
                    .expect(200)
                    .list();
            assertThat(events.stream().map(JsonObject.class::cast)).anySatisfy(event -> {
                assertThat(event.getString("operation")).isEqualTo("authenticate");
                assertThat(event.getString("outcome")).isEqualTo("unauthorized");
                assertThat(event.encode()).contains(key.getString("id"), "198.51.100.66");
            });
        });
    }

    @Test
    void a_changed_list_of_addresses_reaches_every_gateway() {
        var key = key(new JsonObject());
        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            read(gateway, key, "198.51.100.77").expect(200);
        }

        patch(key, new JsonObject().put("allowed_ips", new JsonArray(List.of("203.0.113.0/24"))))
                .expect(200);

        for (var gateway : List.of(FIRST, second, FIRST, second)) {
            Eventually.within(
                    Eventually.NOTICED,
                    () -> read(gateway, key, "198.51.100.77").expect(401));
        }
        patch(key, new JsonObject().putNull("allowed_ips")).expect(200);
        assertThat(shown(key).containsKey("allowed_ips")).isFalse();
        Eventually.within(
                Eventually.NOTICED, () -> read(second, key, "198.51.100.78").expect(200));
    }

    @Test
    void lists_show_when_a_credential_was_last_used() {
        var key = key(new JsonObject());
        var before = Instant.now();

        read(FIRST, key).expect(200);

        Eventually.within(
                Duration.ofSeconds(30),
                () -> assertThat(shown(key).getInstant("last_used_at")).isBetween(before, Instant.now()));
    }

    private JsonObject key(JsonObject limits) {
        return create(limits).expect(201).data();
    }

    private Reply create(JsonObject limits) {
        var body = new JsonObject().put("name", "limited").put("scopes", new JsonArray(List.of("tasks:read")));
        return FIRST.operator("POST", acme.control("/api-keys"), body.mergeIn(limits));
    }

    @CanIgnoreReturnValue
    private Reply patch(JsonObject key, JsonObject change) {
        return FIRST.operator("PATCH", acme.control("/api-keys/" + key.getString("id")), change);
    }

    private JsonObject shown(JsonObject key) {
        return FIRST.operator("GET", acme.control("/api-keys"), null).expect(200).list().stream()
                .map(JsonObject.class::cast)
                .filter(shown -> shown.getString("id").equals(key.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    private static Reply read(GatewayFixture gateway, JsonObject key) {
        return read(gateway, key, GatewayFixture.newAddress());
    }

    private static Reply read(GatewayFixture gateway, JsonObject key, String address) {
        return gateway.call("GET", "/v1/tasks", key.getString("secret"), null, "X-Forwarded-For", address);
    }

    private static List<String> fields(Reply refused) {
        return refused.json().getJsonArray("field_errors").stream()
                .map(fault -> ((JsonObject) fault).getString("field"))
                .toList();
    }
}
