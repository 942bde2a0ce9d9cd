package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tokens of an identity provider open the control plane, and what is left behind by those that do not. */
class SignInTest {

    private static final Duration REFETCHED_WITHIN = Duration.ofSeconds(15);
    private static final Duration RECORDED_MAX = Duration.ofSeconds(10);
    private static final GatewayFixture SHARED = GatewayFixture.shared();

    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final GatewayFixture GATEWAY = GatewayFixture.withOwnIssuer();

    private GatewayFixture.Prepared acme;
    private String subject;
    private String member;

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team");
        subject = "user_" + UUID.randomUUID();
        member = member(acme, "admin");
    }

    @CanIgnoreReturnValue
    private String member(GatewayFixture.Prepared workspace, String role) {
        var body = new JsonObject()
                .put("subject", subject)
                .put("email", "ada@example.org")
                .put("role", role);
        return SHARED.operator("POST", workspace.control("/members"), body)
                .expect(201)
                .data()
                .getString("id");
    }

    private JWTClaimsSet.Builder claims() {
        return ISSUER.claims(subject, GATEWAY.base() + "/control");
    }

    private Reply as(String token, String method, String path, Object body) {
        // An address of its own, so that what fails here throttles nobody else.
        return GATEWAY.call(
                method,
                path,
                token,
                body,
                "X-Forwarded-For",
                "198.51.100." + (1 + Math.floorMod(token.hashCode(), 250)));
    }

    private Reply read(String token) {
        return as(token, "GET", acme.control(""), null);
    }

    private static JsonObject audited(GatewayFixture.Prepared workspace, String filter) {
        return SHARED.operator("GET", workspace.control("/audit-events?" + filter), null)
                .expect(200)
                .list()
                .getJsonObject(0);
    }

    @Test
    void a_member_acts_and_the_audit_names_them() {
        var token = ISSUER.signed(claims());

        as(token, "PATCH", acme.control(""), new JsonObject().put("name", "Renamed"))
                .expect(200);

        var actor = audited(acme, "action=workspace.update").getJsonObject("actor");
        assertThat(actor.getString("kind")).isEqualTo("member");
        assertThat(actor.getString("id")).isEqualTo(member);
        assertThat(actor.getString("name")).isEqualTo("ada@example.org");
    }

    @Test
    void a_repeated_key_of_a_member_is_answered_from_the_first_call() {
        var token = ISSUER.signed(claims());
        var body = new JsonObject().put("subject", "user_" + UUID.randomUUID()).put("role", "member");
        var first = GATEWAY.call("POST", acme.control("/members"), token, body, "Idempotency-Key", "once")
                .expect(201);

        var again = GATEWAY.call("POST", acme.control("/members"), token, body, "Idempotency-Key", "once")
                .expect(201);

        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(again.data()).isEqualTo(first.data());
    }

    static Stream<Arguments> flawed() {
        return Stream.of(
                flawed("audience", test -> ISSUER.signed(test.claims().audience("https://elsewhere.example/control"))),
                flawed("audience", test -> ISSUER.signed(test.claims().audience(GATEWAY.base() + "/mcp"))),
                flawed(
                        "audience",
                        test -> ISSUER.signed(
                                test.claims().audience(GATEWAY.base() + "/mcp/" + test.acme.workspace()))),
                flawed("issuer", test -> ISSUER.signed(test.claims().issuer("https://elsewhere.example"))),
                flawed(
                        "expired",
                        test -> ISSUER.signed(test.claims().expirationTime(OwnIssuer.at(Duration.ofMinutes(-1))))),
                flawed("malformed", test -> ISSUER.signed(test.claims().expirationTime(null))),
                flawed("malformed", _ -> "not.a.token"),
                flawed(
                        "not_yet_valid",
                        test -> ISSUER.signed(test.claims().notBeforeTime(OwnIssuer.at(Duration.ofMinutes(1))))),
                flawed("signature", test -> ISSUER.forged(test.claims())),
                flawed("algorithm", test -> ISSUER.unsigned(test.claims())),
                flawed("algorithm", test -> ISSUER.signedWithPublicKey(test.claims())),
                flawed("unknown_subject", test -> ISSUER.signed(test.claims().subject("user_nobody"))));
    }

    private static Arguments flawed(String reason, Function<SignInTest, String> token) {
        return Arguments.of(reason, Named.of("token", token));
    }

    @ParameterizedTest
    @MethodSource("flawed")
    void a_flawed_token_opens_nothing_and_is_counted_by_its_flaw(String reason, Function<SignInTest, String> token) {
        read(ISSUER.signed(claims())).expect(200);
        var counter = "tollgate_oidc_refused_total{reason=\"" + reason + "\"";
        long before = GATEWAY.counted(counter);

        var reply = read(token.apply(this));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("unauthorized");
        assertThat(reply.header("WWW-Authenticate")).contains("Bearer");
        assertThat(GATEWAY.counted(counter)).isEqualTo(before + 1);
    }

    @Test
    void most_wrong_tokens_of_a_throttled_address_are_429_without_being_verified() {
        var forged = ISSUER.forged(claims());
        var counter = "tollgate_oidc_refused_total{reason=\"signature\"";
        long before = GATEWAY.counted(counter);
        long started = System.nanoTime();

        for (int i = 0; i < 400; i++) {
            var _ = GATEWAY.call("GET", acme.control(""), forged, null, "X-Forwarded-For", "203.0.113.77");
        }

        // Twenty until it is throttled, then twenty a second on each of two loops at most.
        long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds() + 2;
        assertThat(GATEWAY.counted(counter) - before).isBetween(20L, 20 + 40 * seconds);
    }

    @Test
    void a_good_token_is_accepted_from_an_address_that_is_throttled_for_wrong_ones() {
        var forged = ISSUER.forged(claims());
        for (int i = 0; i < 30; i++) {
            var _ = GATEWAY.call("GET", acme.control(""), forged, null, "X-Forwarded-For", "203.0.113.78");
        }

        var good =
                GATEWAY.call("GET", acme.control(""), ISSUER.signed(claims()), null, "X-Forwarded-For", "203.0.113.78");

        assertThat(good.status()).isEqualTo(200);
    }

    @Test
    void a_token_of_a_key_the_issuer_does_not_have_is_401_once_the_issuer_was_asked() {
        var token = ISSUER.ofUnknownKey(claims());
        var counter = "tollgate_oidc_refused_total{reason=\"unknown_key\"";
        long before = GATEWAY.counted(counter);

        Eventually.within(REFETCHED_WITHIN, () -> read(token).expect(401));

        assertThat(GATEWAY.counted(counter)).isEqualTo(before + 1);
    }

    @Test
    void a_token_for_people_opens_no_other_door() {
        var token = ISSUER.signed(claims());

        assertThat(as(token, "GET", "/v1/workspace", null).status()).isEqualTo(401);
        assertThat(as(token, "POST", "/mcp", new JsonObject()).status()).isEqualTo(401);
    }

    @Test
    void a_removed_member_is_nobody_at_once() {
        var token = ISSUER.signed(claims());
        read(token).expect(200);

        SHARED.operator("DELETE", acme.control("/members/" + member), null).expect(200);

        Eventually.within(Eventually.NOTICED, () -> read(token).expect(401));
    }

    @Test
    void a_member_removed_from_one_of_two_workspaces_sees_it_no_more() {
        var other = SHARED.workspace(acme.tenant());
        member(other, "readonly");
        var token = ISSUER.signed(claims());
        read(token).expect(200);

        SHARED.operator("DELETE", acme.control("/members/" + member), null).expect(200);

        Eventually.within(
                Eventually.NOTICED,
                () -> assertThat(read(token).expect(404).code()).isEqualTo("resource_not_found"));
        as(token, "GET", other.control(""), null).expect(200);
    }

    @Test
    void a_changed_role_holds_at_once_for_who_is_signed_in_and_its_refusals_are_audited() {
        var token = ISSUER.signed(claims());
        var rename = new JsonObject().put("name", "Renamed");
        as(token, "PATCH", acme.control(""), rename).expect(200);

        SHARED.operator("PATCH", acme.control("/members/" + member), new JsonObject().put("role", "readonly"))
                .expect(200);

        Eventually.within(
                Eventually.NOTICED,
                () -> assertThat(as(token, "PATCH", acme.control(""), rename)
                                .expect(403)
                                .code())
                        .isEqualTo("role_not_allowed"));
        read(token).expect(200);
        Eventually.within(RECORDED_MAX, () -> {
            var refusals = SHARED.operator(
                            "GET", acme.control("/audit-events?outcome=role_not_allowed&actor_id=" + member), null)
                    .list();
            assertThat(refusals).isNotEmpty();
        });
        assertThat(audited(acme, "outcome=role_not_allowed").getString("operation"))
                .isEqualTo("update_workspace");
    }

    @Test
    void an_owner_of_one_tenant_sees_nothing_of_another() {
        var elsewhere = SHARED.tenant("team");
        var owners = "/control/v1/tenants/" + acme.tenant() + "/owners";
        SHARED.operator("POST", owners, new JsonObject().put("subject", subject))
                .expect(201);
        var token = ISSUER.signed(claims());

        as(token, "GET", "/control/v1/tenants/" + acme.tenant(), null).expect(200);

        assertThat(as(token, "GET", "/control/v1/tenants/" + elsewhere.tenant(), null)
                        .status())
                .isEqualTo(404);
        assertThat(as(token, "GET", elsewhere.control(""), null).status()).isEqualTo(404);
        assertThat(as(token, "POST", elsewhere.control("/archive"), null).status())
                .isEqualTo(404);
        assertThat(as(token, "GET", "/control/v1/tenants", null).expect(403).code())
                .isEqualTo("role_not_allowed");
    }

    @Test
    void who_makes_a_workspace_as_owner_of_its_tenant_is_its_first_owner() {
        var tenant = "/control/v1/tenants/" + acme.tenant();
        SHARED.operator("POST", tenant + "/owners", new JsonObject().put("subject", subject))
                .expect(201);
        var token = ISSUER.signed(claims());

        var made = as(token, "POST", tenant + "/workspaces", new JsonObject().put("name", "Mine"))
                .expect(201);

        var workspace = "/control/v1/workspaces/" + made.data().getString("id");
        Eventually.within(Eventually.NOTICED, () -> {
            var members =
                    as(token, "GET", workspace + "/members", null).expect(200).list();
            assertThat(members).hasSize(1);
            assertThat(members.getJsonObject(0).getString("subject")).isEqualTo(subject);
            assertThat(members.getJsonObject(0).getString("role")).isEqualTo("owner");
        });
    }
}
