package dev.tollgate.gateway.control;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What ends an invitation or replaces its link, also while it is accepted. */
class EndedInvitationsTest extends InvitationTests {

    private static final String LOCK_WAITERS = """
            SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%control.invitation%'
            """;

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

        assertThat(accepting.orTimeout(5, TimeUnit.MINUTES).join().expect(404).body())
                .contains("replaced by a newer link");
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
            eventually(() -> resent.isDone() || gateway.sql().lockWaits() > 0);

            var free = locks.execute("SELECT FROM control.invitation WHERE id = '" + id + "' FOR UPDATE NOWAIT");

            assertThat(free).isTrue();
            accepting.rollback();
            assertThat(resent.orTimeout(5, TimeUnit.MINUTES).join().status()).isIn(200, 503);
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
}
