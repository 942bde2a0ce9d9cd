package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.SharedIssuer;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A role claim in a token renews an existing role and never creates one. */
class RoleClaimTest {

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final String organization = "org_" + UUID.randomUUID();
    private final String subject = "user_" + UUID.randomUUID();
    private GatewayFixture.Prepared acme;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("team");
        gateway.operator(
                        "PATCH",
                        "/control/v1/tenants/" + acme.tenant(),
                        new JsonObject().put("external_organization_id", organization))
                .expect(200);
    }

    private void member(String who, String role) {
        gateway.operator(
                        "POST",
                        acme.control("/members"),
                        new JsonObject().put("subject", who).put("role", role))
                .expect(201);
        longAgo(who);
    }

    /** As if the role had been given before any token was issued. */
    private void longAgo(String who) {
        try (var connection = DriverManager.getConnection(gateway.jdbcUrl());
                var update = connection.prepareStatement(
                        "UPDATE control.member SET role_at = role_at - interval '1 day' WHERE subject = ?")) {
            update.setString(1, who);
            update.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void signIn(String who, String where, String role) {
        var token = SharedIssuer.token(who, gateway.base() + "/control", Map.of("org_id", where, "role", role));
        gateway.call("GET", acme.control(""), token, null).expect(200);
    }

    private String role(String who) {
        return gateway.operator("GET", acme.control("/members?subject=" + who), null)
                .expect(200)
                .list()
                .getJsonObject(0)
                .getString("role");
    }

    @Test
    void a_role_the_issuer_names_becomes_the_members_role() {
        member(subject, "readonly");

        signIn(subject, organization, "admin");

        assertThat(role(subject)).isEqualTo("admin");
    }

    @Test
    void a_role_we_do_not_know_means_a_member() {
        member(subject, "readonly");

        signIn(subject, organization, "grand-vizier");

        assertThat(role(subject)).isEqualTo("member");
    }

    @Test
    void a_role_in_another_organization_means_nothing_here() {
        member(subject, "readonly");

        signIn(subject, "org_elsewhere", "admin");

        assertThat(role(subject)).isEqualTo("readonly");
    }

    @Test
    void a_role_set_here_outlives_a_token_from_before() {
        member(subject, "admin");
        var id = gateway.operator("GET", acme.control("/members?subject=" + subject), null)
                .list()
                .getJsonObject(0)
                .getString("id");
        gateway.operator("PATCH", acme.control("/members/" + id), new JsonObject().put("role", "readonly"))
                .expect(200);
        try (var connection = DriverManager.getConnection(gateway.jdbcUrl());
                var update = connection.prepareStatement(
                        "UPDATE control.member SET role_at = role_at + interval '1 minute' WHERE subject = ?")) {
            update.setString(1, subject);
            update.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }

        signIn(subject, organization, "admin");

        assertThat(role(subject)).isEqualTo("readonly");
    }

    @Test
    void the_last_owner_stays_owner_whatever_a_token_claims() {
        member(subject, "owner");

        signIn(subject, organization, "member");

        assertThat(role(subject)).isEqualTo("owner");
    }

    @Test
    void a_claim_makes_nobody_a_member() {
        var token = SharedIssuer.token(
                subject, gateway.base() + "/control", Map.of("org_id", organization, "role", "owner"));

        var reply = gateway.call("GET", acme.control(""), token, null, "X-Forwarded-For", "198.51.100.253");

        assertThat(reply.status()).isEqualTo(401);
    }
}
