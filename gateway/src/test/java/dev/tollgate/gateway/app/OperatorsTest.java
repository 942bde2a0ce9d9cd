package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Operators are settings: a removed operator loses access at the next start, and the audit names each. */
class OperatorsTest {

    private static final GatewayFixture FIRST = GatewayFixture.shared();

    @Test
    void a_removed_operator_is_refused_and_a_new_one_stands_in_the_audit_by_name() {
        var lena = OperatorTokens.mint("lena", new Random(9));
        var ada = OperatorTokens.mint("ada", new Random(10));
        var settings = Map.of(
                "tollgate.operators[0].name", lena.name(),
                "tollgate.operators[0].token-hash", lena.tokenHash(),
                "tollgate.operators[1].name", ada.name(),
                "tollgate.operators[1].token-hash", ada.tokenHash());
        var acme = FIRST.tenant("team");
        var policy = new JsonObject().put("mode", "static_only");

        try (var restarted = FIRST.second(settings)) {
            restarted.operator("GET", acme.control("/mcp-policy"), null).expect(401);
            var changed = restarted.call(
                    "PUT", acme.control("/mcp-policy"), lena.token().text(), policy);
            var read = restarted.call(
                    "GET", acme.control("/audit-events"), ada.token().text(), null);

            assertThat(changed.expect(200).data().getString("last_actor")).isEqualTo("lena");
            assertThat(read.expect(200).list().getJsonObject(0).encode())
                    .contains("\"name\":\"lena\"", "set_mcp_policy");
        }
    }
}
