package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on grants and their refusals. */
class McpGrantsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private GatewayFixture.Prepared acme;

    @BeforeEach
    void prepare() {
        acme = GATEWAY.tenant("team").module("tasks", true);
    }

    @CanIgnoreReturnValue
    private Reply create(String subject, String... scopes) {
        var body = new JsonObject().put("subject", subject).put("scopes", new JsonArray(List.of(scopes)));
        return GATEWAY.operator("POST", acme.control("/mcp-grants"), body);
    }

    private Reply patch(JsonObject grant, String... scopes) {
        var body = new JsonObject().put("scopes", new JsonArray(List.of(scopes)));
        return GATEWAY.operator("PATCH", acme.control("/mcp-grants/" + grant.getString("id")), body);
    }

    @Test
    void a_grant_has_its_scopes_once_and_in_order() {
        var grant = create("user_ada", "usage:read", "tasks:read", "tasks:read").expect(201);

        assertThat(grant.data().getString("id")).startsWith("grt_");
        assertThat(grant.data().getJsonArray("scopes")).containsExactly("tasks:read", "usage:read");
        assertThat(grant.header("Location").orElseThrow())
                .endsWith(acme.control("/mcp-grants/" + grant.data().getString("id")));
    }

    @Test
    void unknown_scopes_and_those_of_modules_that_are_off_are_refused_all_at_once() {
        var refused = create("user_ada", "tasks:read", "crm:read", "tasks:fly").expect(422);

        assertThat(refused.json().getJsonArray("field_errors").stream()
                        .map(error -> ((JsonObject) error).getString("field")))
                .containsExactly("scopes[1]", "scopes[2]");
    }

    @Test
    void a_subject_has_one_grant() {
        create("user_ada", "tasks:read").expect(201);

        assertThat(create("user_ada", "tasks:write").expect(409).code()).isEqualTo("conflict");
    }

    @Test
    void a_scope_that_was_granted_may_stay_while_its_module_is_off() {
        var grant = create("user_ada", "tasks:read", "usage:read").expect(201).data();
        acme.module("tasks", false);

        var fewer = patch(grant, "tasks:read").expect(200);

        assertThat(fewer.data().getJsonArray("scopes")).containsExactly("tasks:read");
        assertThat(fewer.data().getLong("version")).isEqualTo(2);
        assertThat(patch(grant, "tasks:write").status()).isEqualTo(422);
        assertThat(patch(grant, "tasks:read").expect(200).data().getLong("version"))
                .isEqualTo(2);
    }

    @Test
    void grants_are_found_by_subject_and_gone_once_deleted() {
        var ada = create("user_ada", "tasks:read").expect(201).data();
        create("user_bob").expect(201);

        var found = GATEWAY.operator("GET", acme.control("/mcp-grants?subject=user_ada"), null)
                .expect(200)
                .list();

        assertThat(found).containsExactly(ada);
        var one = acme.control("/mcp-grants/" + ada.getString("id"));
        GATEWAY.operator("DELETE", one, null).expect(200);
        GATEWAY.operator("GET", one, null).expect(404);
        GATEWAY.operator("DELETE", one, null).expect(404);
    }
}
