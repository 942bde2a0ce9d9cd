package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What there is to call, and what it needs. */
class ReferenceTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    @Test
    void an_operation_says_which_scope_and_roles_it_needs() {
        var create = GATEWAY.operator("GET", "/control/v1/operations/create_contact", null)
                .expect(200)
                .data();
        var rotate = GATEWAY.operator("GET", "/control/v1/operations/rotate_api_key", null)
                .expect(200)
                .data();

        assertThat(create.getString("scope")).isEqualTo("crm:write");
        assertThat(create.getString("action")).isEqualTo("contact.create");
        assertThat(create.getBoolean("tool")).isTrue();
        assertThat(create.getJsonArray("routes")).containsExactly("POST /v1/contacts");
        assertThat(rotate.containsKey("scope")).isFalse();
        assertThat(rotate.getJsonArray("roles")).containsExactly("operator", "owner", "admin");
    }

    @Test
    void a_misspelt_operation_or_module_leads_to_the_nearest() {
        var place = GATEWAY.tenant("team");

        var operation = GATEWAY.operator("GET", "/control/v1/operations/create_contct", null);
        var module = GATEWAY.operator("PUT", place.control("/modules/task"), JsonObject.of("enabled", true));

        assertThat(operation.status()).isEqualTo(404);
        assertThat(operation.json().getString("detail")).contains("Did you mean create_contact?");
        assertThat(module.status()).isEqualTo(404);
        assertThat(module.json().getString("detail")).contains("Did you mean tasks?", "crm");
    }

    @Test
    void scopes_are_listed_with_the_operations_that_need_them() {
        var scopes =
                GATEWAY.operator("GET", "/control/v1/scopes", null).expect(200).list();

        assertThat(scopes)
                .extracting(scope -> ((JsonObject) scope).getString("scope"))
                .contains("tasks:read", "tasks:write", "audit:read", "usage:read")
                .isSorted();
        assertThat(scopes)
                .filteredOn(scope -> ((JsonObject) scope).getString("scope").equals("tasks:write"))
                .first()
                .asString()
                .contains("create_task")
                .doesNotContain("get_task");
    }

    @Test
    void operations_are_listed_by_name_page_by_page_for_everybody_signed_in() {
        var member = People.member(GATEWAY.tenant("team"), "READONLY").token();

        var first = GATEWAY.call("GET", "/control/v1/operations?module=tasks&limit=2", member, null)
                .expect(200);
        var cursor = first.json().getString("next_cursor");
        var second = GATEWAY.call("GET", "/control/v1/operations?module=tasks&limit=2&cursor=" + cursor, member, null)
                .expect(200);

        assertThat(first.list())
                .hasSize(2)
                .allMatch(one -> ((JsonObject) one).getString("module").equals("tasks"));
        assertThat(second.list().getJsonObject(0).getString("name"))
                .isGreaterThan(first.list().getJsonObject(1).getString("name"));
    }
}
