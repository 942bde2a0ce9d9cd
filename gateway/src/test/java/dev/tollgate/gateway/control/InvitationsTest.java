package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.fixture.SharedIssuer;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may invite whom, and how somebody without a place here gets one, once. */
class InvitationsTest {

    private static final String ACCEPT = "/control/v1/invitations/accept";
    private static final String ADA = "Ada@example.org";
    private static final String LOCK_WAITERS = """
            SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%control.invitation%'
            """;

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;
    private String stranger;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("team");
        stranger = People.token(subject());
    }

    private static String subject() {
        return "user_" + UUID.randomUUID();
    }

    private static String token(Map<String, Object> claims) {
        return SharedIssuer.token(subject(), GatewayFixture.shared().base() + "/control", claims);
    }

    private Reply invite(String token, String role) {
        var body = JsonObject.of("email", ADA);
        return gateway.call("POST", acme.control("/invitations"), token, role == null ? body : body.put("role", role));
    }

    private JsonObject invited(String role) {
        return invite(gateway.operatorToken(), role).expect(201).data();
    }

    private Reply accept(String token, JsonObject input, String... headers) {
        return gateway.call("POST", ACCEPT, token, input, headers);
    }

    private Reply accept(String token, String secret) {
        return accept(token, JsonObject.of("secret", secret));
    }

    private String one(JsonObject invitation, String step) {
        return acme.control("/invitations/" + invitation.getString("id") + step);
    }

    @Test
    void a_stranger_who_has_the_secret_becomes_a_member_at_once_and_both_are_audited() {
        var invitation = invited("admin");
        assertThat(gateway.call("GET", acme.control("/members"), stranger, null).status())
                .isEqualTo(401);

        var accepted = accept(stranger, invitation.getString("secret")).expect(200);

        // An address of its own: what fails meanwhile must throttle nobody else.
        var address = GatewayFixture.newAddress();
        var members = new AtomicReference<Reply>();
        Eventually.within(
                Eventually.NOTICED,
                () -> members.set(
                        gateway.call("GET", acme.control("/members"), stranger, null, "X-Forwarded-For", address)
                                .expect(200)));
        var member = members.get().list().getJsonObject(0);
        assertThat(accepted.data().getString("status")).isEqualTo("accepted");
        assertThat(accepted.data().getString("workspace_id")).isEqualTo(acme.workspace());
        assertThat(member.getString("role")).isEqualTo("admin");
        assertThat(member.getString("email")).isEqualTo(ADA);
        assertThat(member.getString("last_signed_in_at")).isNotNull();
        var audit = gateway.operator("GET", acme.control("/audit-events?action=invitation.accept"), null)
                .expect(200);
        assertThat(audit.list()).hasSize(1);
        assertThat(audit.body()).contains("\"member\"").contains(member.getString("id"));
    }

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
    void only_a_token_of_the_identity_provider_accepts() {
        var secret = invited(null).getString("secret");
        var key = acme.apiKey("usage:read").getString("secret");

        var replies = Stream.of(null, gateway.operatorToken(), key, secret, stranger + "x")
                .map(token -> accept(token, JsonObject.of("secret", secret), "X-Forwarded-For", "198.18.99.1"));

        assertThat(replies.map(Reply::status)).containsOnly(401);
    }

    @Test
    void an_invitation_is_good_once() {
        var secret = invited(null).getString("secret");
        var tokens = List.of(stranger, People.token(subject()), People.token(subject()));

        var replies = tokens.stream()
                .map(token -> CompletableFuture.supplyAsync(
                        () -> accept(token, secret).status()))
                .toList();

        assertThat(replies.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 409, 409);
    }

    @Test
    void a_removed_member_does_not_return_by_a_second_invitation() {
        var first = invited("admin").getString("secret");
        var second = invited("admin").getString("secret");
        accept(stranger, first).expect(200);
        var member = gateway.operator("GET", acme.control("/members"), null)
                .expect(200)
                .list()
                .getJsonObject(0)
                .getString("id");
        gateway.operator("DELETE", acme.control("/members/" + member), null).expect(200);

        assertThat(accept(stranger, second).status()).isEqualTo(409);
    }

    @Test
    void a_pending_invitation_ends_with_the_removal_of_its_address() {
        var member = gateway.operator(
                        "POST",
                        acme.control("/members"),
                        JsonObject.of("subject", subject(), "email", ADA, "role", "member"))
                .expect(201)
                .data()
                .getString("id");
        var pending = invited(null).getString("secret");
        gateway.operator("DELETE", acme.control("/members/" + member), null).expect(200);

        assertThat(accept(stranger, pending).status()).isEqualTo(409);
    }

    @Test
    void a_repeated_call_with_its_key_is_answered_as_before() {
        var input = JsonObject.of("secret", invited(null).getString("secret"));
        var first = accept(stranger, input, "Idempotency-Key", "once").expect(200);

        var again = accept(stranger, input, "Idempotency-Key", "once").expect(200);

        assertThat(again.data()).isEqualTo(first.data());
        assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    }

    @Test
    void without_the_secret_only_the_verified_address_accepts() {
        var input = JsonObject.of("invitation_id", invited(null).getString("id"));

        var unverified = accept(token(Map.of("email", ADA)), input);
        var saidSo = accept(token(Map.of("email", ADA, "email_verified", "true")), input);
        var another = accept(token(Map.of("email", "bob@example.org", "email_verified", true)), input);
        var verified = accept(token(Map.of("email", "ada@EXAMPLE.org", "email_verified", true)), input);

        assertThat(List.of(unverified.status(), saidSo.status(), another.status()))
                .containsOnly(404);
        assertThat(verified.expect(200).data().getString("status")).isEqualTo("accepted");
    }

    @Test
    void neither_and_both_of_secret_and_id_are_refused() {
        var invitation = invited(null);
        var both = JsonObject.of("secret", invitation.getString("secret"), "invitation_id", invitation.getString("id"));

        assertThat(accept(stranger, new JsonObject()).status()).isEqualTo(422);
        assertThat(accept(stranger, both).status()).isEqualTo(422);
    }

    @Test
    void a_new_link_replaces_the_former() {
        var invitation = invited(null);

        var resent = gateway.operator("POST", one(invitation, "/resend"), null).expect(200);

        assertThat(accept(stranger, invitation.getString("secret")).status()).isEqualTo(404);
        accept(stranger, resent.data().getString("secret")).expect(200);
        assertThat(gateway.operator("POST", one(invitation, "/resend"), null).status())
                .isEqualTo(409);
    }

    /** The acceptance finds the invitation by its former secret, and waits for the row while the link is replaced. */
    @Test
    void a_link_that_is_replaced_while_it_is_accepted_lets_nobody_in() throws SQLException {
        var invitation = invited(null);
        CompletableFuture<Reply> accepting;
        try (var resending = gateway.sql()
                .locking("UPDATE control.invitation SET secret_hash = sha256(secret_hash) WHERE id = '" + id(invitation)
                        + "'")) {
            accepting = CompletableFuture.supplyAsync(() -> accept(stranger, invitation.getString("secret")));
            Eventually.within(
                    Eventually.NOTICED,
                    () -> assertThat(gateway.sql().number(LOCK_WAITERS)).isPositive());
            resending.commit();
        }

        assertThat(accepting.join().expect(404).body()).contains("replaced by a newer link");
    }

    @Test
    void a_new_link_waits_for_the_workspace_before_it_holds_its_invitation() throws Exception {
        var invitation = invited("member");
        var id = TypeId.parse("inv", invitation.getString("id")).orElseThrow();
        var workspace = TypeId.parse("wrk", acme.workspace()).orElseThrow();
        // An acceptance under way: it holds the workspace, and locks the invitation next.
        try (var accepting = gateway.sql()
                        .locking("SELECT FROM control.workspace WHERE id = '" + workspace + "' FOR NO KEY UPDATE");
                var locks = accepting.createStatement()) {
            var resent =
                    CompletableFuture.supplyAsync(() -> gateway.operator("POST", one(invitation, "/resend"), null));
            while (!resent.isDone()
                    && gateway.sql()
                                    .number(
                                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype <> 'relation'")
                            == 0) {
                Thread.onSpinWait();
            }

            var free = locks.execute("SELECT FROM control.invitation WHERE id = '" + id + "' FOR UPDATE NOWAIT");

            assertThat(free).isTrue();
            accepting.rollback();
            assertThat(resent.join().status()).isIn(200, 503);
        }
    }

    @Test
    void a_revoked_and_an_expired_invitation_let_nobody_in() throws SQLException {
        var revoked = invited(null);
        var expired = invited(null);

        gateway.operator("POST", one(revoked, "/revoke"), null).expect(200);
        expire(expired);

        assertThat(accept(stranger, revoked.getString("secret")).expect(409).body())
                .contains("was revoked");
        assertThat(accept(stranger, expired.getString("secret")).expect(409).body())
                .contains("has expired");
        gateway.operator("POST", one(expired, "/resend"), null).expect(200);
    }

    private static UUID id(JsonObject invitation) {
        return TypeId.parse("inv", invitation.getString("id")).orElseThrow();
    }

    private void expire(JsonObject invitation) throws SQLException {
        try (var connection = DriverManager.getConnection(gateway.jdbcUrl());
                var update = connection.prepareStatement(
                        "UPDATE control.invitation SET expires_at = now() WHERE id = '" + id(invitation) + "'")) {
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
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
    void an_invitation_ends_with_the_rights_of_its_sender() {
        People.member(acme, "owner");
        var admin = People.member(acme, "admin");
        var secret = invite(admin.token(), "admin").expect(201).data().getString("secret");
        gateway.operator("PATCH", acme.control("/members/" + admin.id()), JsonObject.of("role", "member"))
                .expect(200);

        var reply = accept(stranger, secret);

        assertThat(reply.expect(409).body()).contains("can no longer give this role");
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

    @Test
    void who_is_a_member_already_is_not_let_in_twice() {
        var member = People.member(acme, "readonly").token();

        var reply = accept(member, invited("owner").getString("secret"));

        assertThat(reply.expect(409).body()).contains("already a member");
    }
}
