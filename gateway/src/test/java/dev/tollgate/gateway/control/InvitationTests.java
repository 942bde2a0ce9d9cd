package dev.tollgate.gateway.control;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** A workspace for each test, and a stranger who may be invited to it. */
abstract class InvitationTests {

    static final String ACCEPT = "/control/v1/invitations/accept";
    static final String ADA = "Ada@example.org";

    final GatewayFixture gateway = GatewayFixture.shared();
    GatewayFixture.Prepared acme;
    String stranger;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("team");
        stranger = People.token(subject());
    }

    static String subject() {
        return "user_" + UUID.randomUUID();
    }

    Reply invite(String token, String role) {
        var body = JsonObject.of("email", ADA);
        return gateway.call("POST", acme.control("/invitations"), token, role == null ? body : body.put("role", role));
    }

    JsonObject invited(String role) {
        return invite(gateway.operatorToken(), role).expect(201).data();
    }

    Reply accept(String token, JsonObject input, String... headers) {
        return gateway.call("POST", ACCEPT, token, input, headers);
    }

    Reply accept(String token, String secret) {
        return accept(token, JsonObject.of("secret", secret));
    }

    String one(JsonObject invitation, String step) {
        return acme.control("/invitations/" + invitation.getString("id") + step);
    }
}
