package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.OauthAgent;
import dev.tollgate.gateway.fixture.OwnIssuer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Authentication of an agent's token on one loop, before invalidations. */
class OauthAgentsTest {

    private static final GatewayFixture SHARED = GatewayFixture.shared();
    private static final Scope WRITE = new Scope("tasks:write");

    private final IdentityBench bench = new IdentityBench();
    private GatewayFixture.Prepared acme;
    private WorkspaceId workspace;
    private OauthAgent agent;

    @BeforeEach
    void prepare() {
        acme = SHARED.tenant("team").module("tasks", true);
        workspace = new WorkspaceId(
                TypeId.parse(TypeId.prefix(WorkspaceId.class), acme.workspace()).orElseThrow());
        agent = OauthAgent.of(SHARED, bench.issuer, acme, "agent");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> otherwise) {
        return bench.issuer.signed(
                otherwise.apply(bench.issuer.claims(agent.subject(), bench.audiences.agents(workspace))));
    }

    private String ended(UnaryOperator<JWTClaimsSet.Builder> otherwise) {
        return token(it -> otherwise.apply(it.expirationTime(OwnIssuer.at(Duration.ofMinutes(-1)))));
    }

    private OauthAgents.Entry comes(String token) {
        return bench.on(() -> bench.agents.ask(token, workspace));
    }

    private boolean mayWrite(OauthAgents.Entry entry) {
        return entry instanceof OauthAgents.Entry.Let let
                && let.credential().scopes().contains(WRITE);
    }

    @Test
    void a_role_in_a_token_holds_for_the_very_call_that_brings_it() {
        var organization = "org_" + acme.workspace();
        SHARED.operator(
                        "PATCH",
                        "/control/v1/tenants/" + acme.tenant(),
                        new JsonObject().put("external_organization_id", organization))
                .expect(200);
        var before = comes(token(it -> it));

        var entered = comes(token(it -> it.issueTime(OwnIssuer.at(Duration.ofSeconds(3)))
                .claim("org_id", organization)
                .claim("role", "readonly")));

        assertThat(mayWrite(before)).isTrue();
        assertThat(entered).isInstanceOf(OauthAgents.Entry.Let.class);
        assertThat(mayWrite(entered)).isFalse();
    }

    @Test
    void only_a_token_that_was_meant_for_the_place_came_too_late() {
        var late = comes(ended(it -> it));
        var foreign = comes(ended(it -> it.audience("https://elsewhere.example/mcp")));

        assertThat(late)
                .isInstanceOfSatisfying(
                        OauthAgents.Entry.Recognised.class,
                        entry -> assertThat(entry.ended()).isTrue());
        assertThat(foreign)
                .isInstanceOfSatisfying(
                        OauthAgents.Entry.Recognised.class,
                        entry -> assertThat(entry.ended()).isFalse());
    }

    @Test
    void a_token_that_has_ended_is_checked_once() {
        var token = ended(it -> it);
        var first = flawed(token);

        var second = flawed(token);

        assertThat(second.rejection()).isEqualTo(TokenRejection.EXPIRED);
        assertThat(second.claims()).isNotNull().isSameAs(first.claims());
    }

    @Test
    void a_token_of_another_issuer_with_the_same_keys_is_verified_once() {
        var token = token(it -> it.issuer("https://elsewhere.example"));
        var first = flawed(token);

        var second = flawed(token);

        assertThat(second.rejection()).isEqualTo(TokenRejection.ISSUER);
        assertThat(second).isSameAs(first);
    }

    @Test
    void tokens_of_another_issuer_count_as_verified_in_vain_and_those_that_have_ended_do_not() {
        flawed(ended(it -> it));
        long before = bench.tokens.verifiedInVain();

        flawed(token(it -> it.issuer("https://elsewhere.example")));
        flawed(token(it -> it.issuer("https://another.example")));

        assertThat(before).isZero();
        assertThat(bench.tokens.verifiedInVain()).isEqualTo(2);
    }

    @CanIgnoreReturnValue
    private VerifiedTokenCache.Checked.Bad flawed(String token) {
        return (VerifiedTokenCache.Checked.Bad) bench.on(() -> bench.tokens.ask(token));
    }
}
