package dev.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawCall;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Preconditions by entity tags, as RFC 9110 judges them, on a task at version 1. */
class EntityTagsOverHttpTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final String KEY = GATEWAY.tenant("team")
            .module("tasks", true)
            .apiKey("tasks:read", "tasks:write")
            .getString("secret");
    private static final JsonObject CHANGE = new JsonObject().put("title", "Call Bob");

    private final String path = "/v1/tasks/"
            + GATEWAY.call("POST", "/v1/tasks", KEY, new JsonObject().put("title", "Call Ada"))
                    .expect(201)
                    .data()
                    .getString("id");

    @ParameterizedTest(name = "If-Match: {0} is answered {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"1\"|200",
                "*|200",
                "\"7\", \"1\"|200",
                "W/\"1\", \"1\"|200",
                ", \"1\" ,|200",
                "\"a,b\", \"1\"|200",
                "\"7\"|412",
                "\"7\", \"8\"|412",
                "W/\"1\"|412",
                "\"unknown\"|412",
                "\"01\"|412",
                "\"\"|412",
                "\"99999999999999999999\"|412",
                "1|400",
                "\"1|400",
                "w/\"1\"|400",
                "\"1\" \"2\"|400",
                "*, \"1\"|400"
            })
    void if_match_is_judged(String value, int status) {
        var changed = GATEWAY.call("PATCH", path, KEY, CHANGE, "If-Match", value);
        var deleted = changed.status() == 200
                ? GATEWAY.call("DELETE", path, KEY, null, "If-Match", value.replace('1', '2'))
                : GATEWAY.call("DELETE", path, KEY, null, "If-Match", value);

        assertThat(changed.status()).as(changed.body()).isEqualTo(status);
        assertThat(deleted.status()).as(deleted.body()).isEqualTo(status);
    }

    @Test
    void several_lines_are_one_list() {
        var line = RawCall.statusLine(
                GATEWAY.base(),
                "DELETE " + path + " HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + KEY
                        + "\nIf-Match: \"7\"\nIf-Match: \"1\"\n\n");

        assertThat(line).contains(" 200 ");
    }

    @Test
    void a_list_without_bound_is_malformed() {
        var reply = GATEWAY.call("PATCH", path, KEY, CHANGE, "If-Match", "\"7\",".repeat(64) + "\"1\"");

        assertThat(reply.status()).isEqualTo(400);
    }

    @ParameterizedTest(name = "If-None-Match: {0} is 304")
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "*", "\"7\", W/\"1\"", "\"a,b\",\"1\""})
    void a_get_of_what_the_caller_has_is_not_sent_again(String value) {
        var reply = GATEWAY.call("GET", path, KEY, null, "If-None-Match", value);

        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.header("ETag")).hasValue("\"1\"");
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest(name = "If-None-Match: {0} is 200")
    @ValueSource(strings = {"\"7\"", "\"a,\"", "\"x\", W/\"7\"", "1"})
    void a_get_of_what_the_caller_has_not_is_sent(String value) {
        assertThat(GATEWAY.call("GET", path, KEY, null, "If-None-Match", value).status())
                .isEqualTo(200);
    }

    @Test
    void a_document_is_not_sent_again_to_who_names_its_tag_in_any_form() {
        var tag = GATEWAY.call("GET", "/openapi.json", null, null)
                .expect(200)
                .header("ETag")
                .orElseThrow();

        for (var value : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*"}) {
            assertThat(GATEWAY.call("GET", "/openapi.json", null, null, "If-None-Match", value)
                            .status())
                    .as(value)
                    .isEqualTo(304);
        }
        assertThat(GATEWAY.call("GET", "/openapi.json", null, null, "If-None-Match", "\"x\"")
                        .status())
                .isEqualTo(200);
    }
}
