package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Texts far longer than their field that repeat what its pattern repeats. */
class LongTextsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final String LONG = "en" + "-a-bb".repeat(100_000);

    private final String key = GATEWAY.tenant("business")
            .module("cms", true)
            .apiKey("cms:write", "cms:read")
            .getString("secret");

    @Test
    void a_long_text_is_a_fault_of_its_length() {
        var site = JsonObject.of("name", "Docs", "slug", LONG, "default_locale", LONG);

        var reply = GATEWAY.call("POST", "/v1/cms/sites", key, site);

        assertThat(reply.expect(422).code()).isEqualTo("validation_failed");
        assertThat(reply.json().getJsonArray("field_errors"))
                .isEqualTo(new JsonArray()
                        .add(JsonObject.of("field", "default_locale", "message", "must have at most 35 characters"))
                        .add(JsonObject.of("field", "slug", "message", "must have at most 63 characters")));
    }

    @Test
    void a_long_text_in_a_path_is_that_of_no_record() {
        var slug = LONG.substring(0, 5_002);

        var reply = GATEWAY.call("GET", "/v1/cms/sites/" + slug + "/published", key, null);

        assertThat(reply.expect(404).code()).isEqualTo("resource_not_found");
    }
}
