package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.SharedIssuer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ready-made configurations fit the workspace and its policy, and give nothing away. */
class McpSetupTest {

    private static final Set<String> BY_STATIC_TOKEN =
            Set.of("claude_code", "claude_desktop", "cursor", "vs_code", "inspector", "json");
    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private GatewayFixture.Prepared acme;

    @BeforeEach
    void prepare() {
        acme = GATEWAY.tenant("team");
    }

    private JsonObject setup(GatewayFixture gateway, String query) {
        return gateway.operator("GET", acme.control("/mcp-setup" + query), null)
                .expect(200)
                .data();
    }

    private static List<JsonObject> configurations(JsonObject setup) {
        return setup.getJsonArray("configurations").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static Set<String> clients(JsonObject setup, String method) {
        return configurations(setup).stream()
                .filter(each -> each.getString("method").equals(method))
                .map(each -> each.getString("client"))
                .collect(Collectors.toSet());
    }

    @Test
    void every_text_names_the_endpoint_and_every_json_is_one() {
        var setup = setup(GATEWAY, "");

        assertThat(setup.getString("url")).isEqualTo(GATEWAY.base() + "/mcp/" + acme.workspace());
        assertThat(setup.getString("issuer")).isEqualTo(SharedIssuer.url());
        for (var each : configurations(setup)) {
            assertThat(each.getString("content"))
                    .contains(setup.getString("url"))
                    .doesNotContain("tgm_", "{{");
            if (each.getString("format").equals("json")) {
                assertThat(new JsonObject(each.getString("content"))).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"static_or_oauth, true, true", "oauth_only, false, true", "static_only, true, false"})
    void the_ways_are_those_of_the_policy(String mode, boolean byToken, boolean byOauth) {
        GATEWAY.operator("PUT", acme.control("/mcp-policy"), new JsonObject().put("mode", mode))
                .expect(200);

        Eventually.within(Eventually.NOTICED, () -> {
            var setup = setup(GATEWAY, "");
            assertThat(setup.getString("mode")).isEqualTo(mode);
            assertThat(clients(setup, "static")).isEqualTo(byToken ? BY_STATIC_TOKEN : Set.of());
            assertThat(clients(setup, "oauth")).hasSize(byOauth ? BY_STATIC_TOKEN.size() + 1 : 0);
        });
    }

    @Test
    void one_client_may_be_asked_for() {
        var setup = setup(GATEWAY, "?client=cursor");

        assertThat(configurations(setup))
                .hasSize(2)
                .allMatch(each -> each.getString("client").equals("cursor"));
    }

    @Test
    void without_an_issuer_there_is_no_way_by_oauth() {
        try (var lonely = GATEWAY.second(Map.of("tollgate.oidc.issuer", ""))) {
            var setup = setup(lonely, "");

            assertThat(setup.getString("issuer")).isNull();
            assertThat(clients(setup, "oauth")).isEmpty();
            assertThat(clients(setup, "static")).isEqualTo(BY_STATIC_TOKEN);
        }
    }
}
