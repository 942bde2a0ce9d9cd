package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.fixture.SharedIssuer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Somebody without a place here gets one by an invitation, once. */
class InvitationAcceptanceTest extends InvitationTests {

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

        assertThat(replies.stream()
                        .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join()))
                .containsExactlyInAnyOrder(200, 409, 409);
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
    void an_address_that_is_the_same_only_by_letters_of_another_alphabet_does_not_accept() {
        var invitation = gateway.operator(
                        "POST", acme.control("/invitations"), JsonObject.of("email", "kim@example.org"))
                .expect(201)
                .data();
        var input = JsonObject.of("invitation_id", invitation.getString("id"));

        var kelvin = accept(token(Map.of("email", "\u212aim@example.org", "email_verified", true)), input);
        var dotted = accept(token(Map.of("email", "k\u0130m@example.org", "email_verified", true)), input);
        var invited = accept(token(Map.of("email", "KIM@Example.org", "email_verified", true)), input);

        assertThat(List.of(kelvin.status(), dotted.status())).containsOnly(404);
        assertThat(invited.expect(200).data().getString("status")).isEqualTo("accepted");
    }

    @Test
    void neither_and_both_of_secret_and_id_are_refused() {
        var invitation = invited(null);
        var both = JsonObject.of("secret", invitation.getString("secret"), "invitation_id", invitation.getString("id"));

        assertThat(accept(stranger, new JsonObject()).status()).isEqualTo(422);
        assertThat(accept(stranger, both).status()).isEqualTo(422);
    }

    @Test
    void who_is_a_member_already_is_not_let_in_twice() {
        var member = People.member(acme, "readonly").token();

        var reply = accept(member, invited("owner").getString("secret"));

        assertThat(reply.expect(409).body()).contains("already a member");
    }

    private static String token(Map<String, Object> claims) {
        return SharedIssuer.token(subject(), GatewayFixture.shared().base() + "/control", claims);
    }
}
