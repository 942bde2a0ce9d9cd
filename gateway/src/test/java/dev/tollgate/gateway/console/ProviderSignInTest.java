package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OwnIssuer;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Sign-in at the identity provider: what must match, and what becomes of replays and mix-ups. */
class ProviderSignInTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.withOwnIssuer();
    private static final OwnIssuer ISSUER = OwnIssuer.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SESSION = "__Host-tollgate_session";
    private static final String SIGN_IN = "__Host-tollgate_sign_in";

    private final String address = GatewayFixture.newAddress();
    private final Browser browser = new Browser(GATEWAY.base()).from(address);

    /** Where the issuer was asked to go back to. */
    private record Begun(Map<String, String> query) {
        String of(String name) {
            return query.getOrDefault(name, "");
        }
    }

    private Begun begin() {
        var url = browser.get("/console/sign-in/provider?to=/console/tenants")
                .expect(303)
                .header("Location")
                .orElseThrow();
        assertThat(url).startsWith(ISSUER.url() + "/authorize?");
        var query = new java.util.HashMap<String, String>();
        new QueryStringDecoder(url).parameters().forEach((name, values) -> query.put(name, values.getFirst()));
        return new Begun(query);
    }

    private static String idToken(Begun begun, String subject, UnaryOperator<JWTClaimsSet.Builder> flaw) {
        return ISSUER.signed(flaw.apply(ISSUER.claims(subject, "console").claim("nonce", begun.of("nonce"))));
    }

    private Reply back(String state, String code, String more) {
        return browser.get("/console/sign-in/callback?state=" + URLEncoder.encode(state, StandardCharsets.UTF_8)
                + "&code=" + code + more);
    }

    private Reply signIn(UnaryOperator<JWTClaimsSet.Builder> flaw) {
        var begun = begin();
        var code = ISSUER.code(begun.of("code_challenge"), idToken(begun, "user_" + UUID.randomUUID(), flaw));
        return back(begun.of("state"), code, "");
    }

    @Test
    void a_person_signs_in_with_a_code_and_pkce() {
        var member = People.member(GatewayFixture.shared().tenant("business"), "admin");
        var begun = begin();
        var code = ISSUER.code(begun.of("code_challenge"), idToken(begun, member.subject(), claims -> claims));

        var reply = back(begun.of("state"), code, "&iss=" + ISSUER.url());

        assertThat(begun.query())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "console")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", GATEWAY.base() + "/console/sign-in/callback");
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).hasValue("/console/tenants");
        assertThat(browser.cookie(SIGN_IN)).isEmpty();
        assertThat(browser.get("/console").expect(200).body()).contains(member.subject(), "Acme production");
    }

    @Test
    void a_sign_in_is_an_entry_of_the_audit_by_the_person() {
        var begun = begin();
        var code = ISSUER.code(begun.of("code_challenge"), idToken(begun, "user_audited", claims -> claims));

        var request = back(begun.of("state"), code, "")
                .expect(303)
                .header("X-Request-Id")
                .orElseThrow();

        Eventually.within(PATIENCE, () -> {
            var entries = GatewayFixture.shared()
                    .operator("GET", "/control/v1/audit-events?request_id=" + request, null)
                    .expect(200)
                    .list();
            assertThat(entries).hasSize(1);
            var entry = entries.getJsonObject(0);
            assertThat(entry.getString("operation")).isEqualTo("sign_in_by_provider");
            assertThat(entry.getJsonObject("actor").getString("kind")).isEqualTo("subject");
            assertThat(entry.getJsonObject("actor").getString("id")).isEqualTo("user_audited");
        });
    }

    @Test
    void who_signs_in_to_the_console_has_signed_in() {
        var acme = GatewayFixture.shared().tenant("team");
        var member = People.member(acme, "admin");
        var begun = begin();
        var code = ISSUER.code(begun.of("code_challenge"), idToken(begun, member.subject(), claims -> claims));

        back(begun.of("state"), code, "").expect(303);

        Eventually.within(
                PATIENCE,
                () -> assertThat(GatewayFixture.shared()
                                .operator("GET", acme.control("/members/" + member.id()), null)
                                .expect(200)
                                .data()
                                .getString("last_signed_in_at"))
                        .isNotNull());
    }

    @Test
    void state_nonce_audience_issuer_and_time_must_match() {
        assertThat(signIn(claims -> claims.claim("nonce", "another")).status()).isEqualTo(401);
        assertThat(signIn(claims -> claims.claim("nonce", null)).status()).isEqualTo(401);
        assertThat(signIn(claims -> claims.audience("another")).status()).isEqualTo(401);
        assertThat(signIn(claims -> claims.issuer("https://evil.example")).status())
                .isEqualTo(401);
        assertThat(signIn(claims -> claims.expirationTime(OwnIssuer.at(Duration.ofMinutes(-5))))
                        .status())
                .isEqualTo(401);
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void a_callback_of_another_browser_or_state_opens_nothing() {
        var begun = begin();
        var code = ISSUER.code(begun.of("code_challenge"), idToken(begun, "user_1", claims -> claims));

        assertThat(back("another", code, "").status()).isEqualTo(401);
        assertThat(back(begun.of("state"), code, "").status()).isEqualTo(401);
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void a_callback_that_names_another_issuer_opens_nothing() {
        var begun = begin();
        var code = ISSUER.code(begun.of("code_challenge"), idToken(begun, "user_1", claims -> claims));

        assertThat(back(begun.of("state"), code, "&iss=https%3A%2F%2Fevil.example")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_code_is_good_once() {
        var begun = begin();
        var again = browser.copy();
        var code = ISSUER.code(begun.of("code_challenge"), idToken(begun, "user_1", claims -> claims));
        back(begun.of("state"), code, "").expect(303);

        var replayed = again.get("/console/sign-in/callback?state=" + begun.of("state") + "&code=" + code);

        assertThat(replayed.status()).isEqualTo(401);
        assertThat(again.cookie(SESSION)).isEmpty();
    }

    @Test
    void a_code_of_another_sign_in_is_worth_nothing_without_its_verifier() {
        var stolen = ISSUER.code("a".repeat(43), idToken(begin(), "user_1", claims -> claims));
        var begun = begin();

        assertThat(back(begun.of("state"), stolen, "").status()).isEqualTo(401);
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void wrong_codes_are_throttled_by_address_before_the_issuer_is_asked() {
        var begun = begin();
        for (int i = 0; i < 20; i++) {
            assertThat(replayed(begun).status()).isEqualTo(401);
        }
        var before = ISSUER.redemptions();

        assertThat(replayed(begun).status()).isEqualTo(429);
        assertThat(ISSUER.redemptions()).isEqualTo(before);
    }

    /** The cookie of a sign-in again, with a code that nobody issued. */
    private Reply replayed(Begun begun) {
        return browser.copy()
                .from(address)
                .get("/console/sign-in/callback?state=" + begun.of("state") + "&code=guessed");
    }

    @Test
    void somebody_without_a_membership_sees_only_how_to_get_one() {
        signIn(claims -> claims).expect(303);

        var home = browser.get("/console");

        assertThat(home.status()).isEqualTo(200);
        assertThat(home.body()).contains("nobody has given you access yet", "/console/invitations/accept");
        assertThat(URI.create(browser.get("/console/plans").header("Location").orElseThrow())
                        .getPath())
                .isEqualTo("/console/sign-in");
    }
}
