package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawCall;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid input and its refusals. None is charged. */
class BadInputTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static String key;

    @BeforeAll
    static void prepare() {
        var acme = GATEWAY.tenant("business").module("tasks", true);
        key = acme.apiKey("tasks:read", "tasks:write").getString("secret");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("not JSON", "{", 400, "malformed_request"),
                Arguments.of("an array", "[]", 422, "validation_failed"),
                Arguments.of("a wrong type", "{\"title\":5}", 422, "validation_failed"),
                Arguments.of("an unknown field", "{\"title\":\"a\",\"x\":1}", 422, "validation_failed"),
                Arguments.of("a repeated field", "{\"title\":\"a\",\"title\":\"b\"}", 400, "malformed_request"),
                Arguments.of("too deep", "[".repeat(40) + "]".repeat(40), 400, "malformed_request"),
                Arguments.of("too large", "{\"title\":\"" + "a".repeat(1 << 20) + "\"}", 413, "payload_too_large"),
                Arguments.of("a null title", "{\"title\":null}", 422, "validation_failed"),
                Arguments.of(
                        "more values than a body has", "[0" + ",0".repeat(20_000) + "]", 400, "malformed_request"));
    }

    @ParameterizedTest(name = "{0} is answered {2} {3}")
    @MethodSource("bodies")
    void a_wrong_body_gets_its_documented_answer(String what, String body, int status, String code) {
        var reply = GATEWAY.call("POST", "/v1/tasks", key, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
        assertThat(reply.header("X-Request-Id")).hasValue(reply.json().getString("request_id"));
        assertThat(reply.charge()).isEqualTo(-1);
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                Arguments.of("/v1/tasks?limit=0", 422, "validation_failed"),
                Arguments.of("/v1/tasks?limit=101", 422, "validation_failed"),
                Arguments.of("/v1/tasks?limit=ten", 422, "validation_failed"),
                Arguments.of("/v1/tasks?nowhere=1", 422, "validation_failed"),
                Arguments.of("/v1/tasks?cursor=forged", 400, "malformed_request"),
                Arguments.of("/v1/tasks/nonsense", 404, "resource_not_found"),
                Arguments.of("/v1/tasks/wrk_01h455vb4pex5vsknk084sn02q", 404, "resource_not_found"),
                Arguments.of("/v1/tasks/tsk_01h455vb4pex5vsknk084sn02q", 404, "resource_not_found"));
    }

    @ParameterizedTest(name = "{0} is answered {1} {2}")
    @MethodSource("queries")
    void a_wrong_address_gets_its_documented_answer(String path, int status, String code) {
        var reply = GATEWAY.call("GET", path, key, null);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("Content-Type", "text/plain", 415, "unsupported_media_type"),
                Arguments.of("Content-Type", "application/json; charset=latin1", 415, "unsupported_media_type"),
                Arguments.of("Content-Encoding", "gzip", 415, "unsupported_media_type"),
                Arguments.of("Idempotency-Key", "k".repeat(256), 400, "malformed_request"),
                Arguments.of("If-Match", "\"1\"", 400, "malformed_request"));
    }

    @ParameterizedTest(name = "{0}: {1} is answered {2} {3}")
    @MethodSource("headers")
    void a_wrong_header_gets_its_documented_answer(String name, String value, int status, String code) {
        var reply = GATEWAY.call("POST", "/v1/tasks", key, new JsonObject().put("title", "Call Ada"), name, value);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
    }

    @Test
    void a_query_with_a_broken_escape_is_malformed() {
        var line = RawCall.statusLine(
                GATEWAY.base(),
                "GET /v1/tasks?query=%zz HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + key + "\n\n");

        assertThat(line).contains(" 400 ");
    }

    @Test
    void a_client_that_waits_to_go_on_is_told_so_only_behind_the_gates() {
        var head = "POST /v1/tasks HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 16\n"
                + "Expect: 100-continue\nAuthorization: Bearer ";

        assertThat(RawCall.statusLine(GATEWAY.base(), head + key + "\n\n")).contains(" 100 ");
        assertThat(RawCall.statusLine(GATEWAY.base(), head + "tgk_junk\n\n")).contains(" 401 ");
    }

    @Test
    void a_version_that_has_moved_on_is_told() {
        var id = GATEWAY.call("POST", "/v1/tasks", key, new JsonObject().put("title", "Call Ada"))
                .expect(201)
                .data()
                .getString("id");

        var reply = GATEWAY.call(
                "PATCH", "/v1/tasks/" + id, key, new JsonObject().put("title", "Call Bob"), "If-Match", "\"7\"");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(reply.code()).isEqualTo("version_conflict");
    }

    @Test
    void a_top_up_without_an_idempotency_key_is_malformed() {
        var tenant = GATEWAY.tenant("business").tenant();

        var reply = GATEWAY.operator(
                "POST", "/control/v1/tenants/" + tenant + "/top-ups", new JsonObject().put("amount_micros", 1));

        assertThat(reply.status()).isEqualTo(400);
    }

    private static String tasks(String item, int count) {
        return "{\"items\":[" + String.join(",", Collections.nCopies(count, item)) + "]}";
    }

    @Test
    void a_batch_of_300_000_items_is_told_that_it_is_too_long_and_nothing_else() {
        var reply = GATEWAY.call("POST", "/v1/tasks/batch", key, tasks("{}", 300_000));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().getJsonArray("field_errors"))
                .containsExactly(new JsonObject().put("field", "items").put("message", "must have at most 100 items"));
    }

    @Test
    void a_batch_that_a_loop_does_not_read_itself_is_done_all_the_same() {
        var item = "{\"title\":\"large\",\"description\":\"" + "d".repeat(2_000) + "\"}";

        var reply = GATEWAY.call("POST", "/v1/tasks/batch", key, tasks(item, 100));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getJsonArray("data")).hasSize(100);
    }

    @Test
    void a_faulty_batch_that_a_loop_does_not_read_itself_answers_each_item() {
        var faulty = tasks("{\"title\":\"\",\"x\":\"" + "x".repeat(400) + "\"}", 100);

        var reply = GATEWAY.call("POST", "/v1/tasks/batch", key, faulty);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.list())
                .hasSize(100)
                .allSatisfy(item -> assertThat(
                                ((JsonObject) item).getJsonObject("problem").getJsonArray("field_errors"))
                        .hasSize(2));
    }

    @Test
    void a_query_with_the_free_fields_as_one_value_and_as_fields_is_refused() {
        var reply = GATEWAY.call("GET", "/v1/tasks?custom_fields=x&custom_fields.a=1", key, null);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("validation_failed");
    }

    @Test
    void a_month_with_text_around_it_is_no_month() {
        var statements = "/control/v1/tenants/" + GATEWAY.account("business") + "/statements/";

        assertThat(GATEWAY.operator("GET", statements + "x2026-01", null).status())
                .isEqualTo(404);
        assertThat(GATEWAY.operator("GET", statements + "2026-0123", null).status())
                .isEqualTo(404);
    }
}
