package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.People;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Who may invite whom, and who sees an invitation. */
class InvitationsTest extends InvitationTests {

    @Test
    void the_link_holds_the_secret_in_its_fragment_and_opening_it_accepts_nothing() {
        var invitation = invited(null);
        var page = invitation
                .getString("link")
                .substring(0, invitation.getString("link").indexOf('#'));

        var opened = gateway.call("GET", page, null, null);
        var byGet = gateway.call(
                "GET",
                ACCEPT + "?secret=" + invitation.getString("secret"),
                People.member(acme, "owner").token(),
                null);

        assertThat(invitation.getString("link")).endsWith("#" + invitation.getString("secret"));
        assertThat(opened.expect(200).body()).contains(ACCEPT);
        assertThat(byGet.status()).isEqualTo(405);
        accept(stranger, invitation.getString("secret")).expect(200);
    }

    @Test
    void an_admin_invites_no_owner_and_an_owner_does() {
        var admin = People.member(acme, "admin").token();
        var owner = People.member(acme, "owner").token();

        assertThat(invite(admin, "owner").expect(403).code()).isEqualTo("role_not_allowed");
        invite(admin, "admin").expect(201);
        var ownersInvitation = invite(owner, "owner").expect(201).data();

        assertThat(gateway.call("POST", one(ownersInvitation, "/resend"), admin, null)
                        .expect(403)
                        .code())
                .isEqualTo("role_not_allowed");
        assertThat(invite(People.member(acme, "member").token(), null).status()).isEqualTo(403);
    }

    @Test
    void an_owner_of_a_tenant_invites_another() {
        var path = "/control/v1/tenants/" + acme.tenant() + "/invitations";
        var owner = People.tenantOwner(acme).token();
        var invitation = gateway.call("POST", path, owner, JsonObject.of("email", ADA))
                .expect(201)
                .data();

        accept(stranger, invitation.getString("secret")).expect(200);

        gateway.call("GET", "/control/v1/tenants/" + acme.tenant() + "/billing", stranger, null)
                .expect(200);
        assertThat(gateway.call("POST", path, owner, JsonObject.of("email", ADA, "role", "admin"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void invitations_are_seen_where_they_lead_and_without_their_secrets() {
        var invitation = invited(null);
        var neighbour = gateway.workspace(acme.tenant());

        var here = gateway.operator("GET", acme.control("/invitations?email=ada@example.org"), null);
        var ofTenant = gateway.operator("GET", "/control/v1/tenants/" + acme.tenant() + "/invitations", null);
        var besides = gateway.operator(
                "POST", neighbour.control("/invitations/" + invitation.getString("id") + "/revoke"), null);
        var audit = gateway.operator("GET", acme.control("/audit-events"), null);

        assertThat(here.expect(200).list()).hasSize(1);
        assertThat(here.body() + audit.expect(200).body()).doesNotContain(invitation.getString("secret"));
        assertThat(ofTenant.expect(200).list()).isEmpty();
        assertThat(besides.status()).isEqualTo(404);
    }
}
