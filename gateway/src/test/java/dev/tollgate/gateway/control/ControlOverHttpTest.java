package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control plane's operations as an operator meets them: through the gates, as JSON. */
class ControlOverHttpTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business");
    }

    private static JsonObject key() {
        return JsonObject.of("name", "server", "scopes", JsonArray.of("audit:read"));
    }

    private String one(JsonObject key) {
        return acme.control("/api-keys/" + key.getString("id"));
    }

    private static List<String> fields(Reply reply) {
        return reply.expect(422).json().getJsonArray("field_errors").stream()
                .map(fault -> ((JsonObject) fault).getString("field"))
                .toList();
    }

    @Test
    void a_name_is_neither_cleared_nor_emptied() {
        var key = acme.apiKey("audit:read");

        var cleared = gateway.operator(
                "PATCH", one(key), new JsonObject().putNull("name").putNull("scopes"));
        var emptied = gateway.operator("PATCH", acme.control(""), JsonObject.of("name", ""));

        assertThat(fields(cleared)).containsExactlyInAnyOrder("name", "scopes");
        assertThat(emptied.status()).isEqualTo(422);
    }

    @Test
    void making_workspaces_and_credentials_costs_a_customer_and_revoking_is_free() {
        var workspace =
                gateway.call("POST", workspaces(), People.tenantOwner(acme).token(), second());
        var owner = People.member(acme, "owner").token();
        var key = gateway.call("POST", acme.control("/api-keys"), owner, key());
        var revoked = gateway.call("POST", one(key.expect(201).data()) + "/revoke", owner, null);

        assertThat(workspace.expect(201).charge()).isEqualTo(10_000);
        assertThat(key.charge()).isEqualTo(1_000);
        assertThat(revoked.expect(200).charge()).isZero();
        assertThat(revoked.data().getString("status")).isEqualTo("revoked");
    }

    @Test
    void an_operator_pays_nothing_and_is_not_stopped_by_the_customers_cap() {
        var owner = People.member(acme, "owner").token();
        capAtNothing();

        var byCustomer = gateway.call("POST", acme.control("/api-keys"), owner, key());
        var key = gateway.operator("POST", acme.control("/api-keys"), key());
        var workspace = gateway.operator("POST", workspaces(), second());

        assertThat(byCustomer.expect(402).code()).isEqualTo("monthly_cap_reached");
        assertThat(List.of(key.expect(201).charge(), workspace.expect(201).charge()))
                .containsOnly(0L);
        Eventually.within(SOON, () -> {
            var total = gateway.operator("GET", "/control/v1/tenants/" + acme.tenant() + "/usage", null)
                    .expect(200)
                    .list()
                    .getJsonObject(0);
            assertThat(total.getLong("calls")).isGreaterThanOrEqualTo(5);
            assertThat(total.getLong("charge_micros"))
                    .isEqualTo(acme.billing().getLong("spend_micros"))
                    .isZero();
        });
    }

    private void capAtNothing() {
        gateway.operator(
                        "PUT",
                        "/control/v1/tenants/" + acme.tenant() + "/override",
                        JsonObject.of("cap_micros", 0, "reason", "the test wants it"))
                .expect(200);
    }

    private String workspaces() {
        return "/control/v1/tenants/" + acme.tenant() + "/workspaces";
    }

    private static JsonObject second() {
        return JsonObject.of("name", "Second");
    }

    @Test
    void calls_with_an_old_secret_are_told_when_it_ends() {
        var key = acme.apiKey("audit:read");
        var rotated = gateway.operator("POST", one(key) + "/rotate", JsonObject.of("overlap_seconds", 600));

        var reply = gateway.call("GET", "/v1/workspace", key.getString("secret"), null);

        assertThat(rotated.status()).isEqualTo(200);
        assertThat(reply.expect(200).header("Tollgate-Credential-Expires")).isPresent();
    }

    @Test
    void an_archived_workspace_takes_no_calls_until_it_is_restored() {
        var secret = acme.apiKey("audit:read").getString("secret");

        var archived = gateway.operator("POST", acme.control("/archive"), null);
        Eventually.within(
                SOON,
                () -> assertThat(gateway.call("GET", "/v1/workspace", secret, null)
                                .code())
                        .isEqualTo("workspace_not_active"));
        var restored = gateway.operator("POST", acme.control("/restore"), new JsonObject());

        assertThat(archived.status()).isEqualTo(200);
        assertThat(restored.status()).isEqualTo(200);
        Eventually.within(
                SOON,
                () -> assertThat(gateway.call("GET", "/v1/workspace", secret, null)
                                .status())
                        .isEqualTo(200));
    }

    @Test
    void the_secret_is_in_no_answer_but_those_of_create_and_rotate() {
        var key = acme.apiKey("audit:read");

        var read = gateway.operator("GET", one(key), null);
        var listed = gateway.operator("GET", acme.control("/api-keys"), null);
        var audited = gateway.operator("GET", acme.control("/audit-events"), null);

        for (var reply : new Reply[] {read, listed, audited}) {
            assertThat(reply.expect(200).json().encode()).doesNotContain(key.getString("secret"));
        }
    }
}
