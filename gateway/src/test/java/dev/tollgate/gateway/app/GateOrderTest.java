package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawCall;
import dev.tollgate.gateway.fixture.RawConnection;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each gate refuses before the next one looks. */
class GateOrderTest {

    private static final JsonObject WRONG_TASK = new JsonObject().put("titel", "Call Ada");

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared acme;

    @BeforeEach
    void prepare() {
        acme = gateway.tenant("business");
    }

    @Test
    void a_suspended_workspace_refuses_before_its_routes_are_looked_at() {
        var key = acme.apiKey().getString("secret");
        gateway.operator("POST", acme.control("/suspend"), null).expect(200);

        var reply = gateway.call("GET", "/v1/nowhere", key, null);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("workspace_not_active");
    }

    @Test
    void a_module_that_is_off_refuses_before_the_scope_is_missed() {
        var key = acme.apiKey().getString("secret");

        assertThat(post(key, WRONG_TASK).code()).isEqualTo("module_not_enabled");
    }

    @Test
    void a_missing_scope_refuses_before_the_body_is_read() {
        acme.module("tasks", true);
        var key = acme.apiKey("tasks:read").getString("secret");

        var reply = post(key, WRONG_TASK);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("missing_required_scope");
        assertThat(reply.json().getString("required_scope")).isEqualTo("tasks:write");
    }

    @Test
    void all_faults_of_an_input_are_told_at_once() {
        acme.module("tasks", true);
        var key = acme.apiKey("tasks:write").getString("secret");

        var reply = post(key, WRONG_TASK);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().getJsonArray("field_errors")).hasSize(2);
    }

    @Test
    void an_unknown_route_is_told_only_to_somebody_known() {
        var key = acme.apiKey().getString("secret");

        assertThat(gateway.call("GET", "/v1/nowhere", null, null).status()).isEqualTo(401);
        assertThat(gateway.call("GET", "/v1/nowhere", key, null).code()).isEqualTo("route_not_found");
    }

    @Test
    void a_wrong_method_names_the_right_ones() {
        var key = acme.apiKey().getString("secret");

        var reply = gateway.call("PUT", "/v1/workspace", key, null);
        var options = gateway.call("OPTIONS", "/v1/workspace", key, null);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).hasValue("GET, HEAD");
        assertThat(options.status()).isEqualTo(405);
    }

    @Test
    void head_is_served_wherever_get_is() {
        var key = acme.apiKey().getString("secret");

        var reply = gateway.call("HEAD", "/v1/workspace", key, null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void a_credential_of_the_other_surface_opens_nothing() {
        var agent = acme.mcpClient().getString("secret");
        var key = acme.apiKey().getString("secret");

        assertThat(gateway.call("GET", "/v1/workspace", agent, null).status()).isEqualTo(401);
        assertThat(gateway.call("GET", "/control/v1/plans", key, null).status()).isEqualTo(401);
        assertThat(gateway.call("GET", "/v1/workspace", gateway.operatorToken(), null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_workspace_that_is_not_there_is_not_found_nor_is_a_text_that_is_no_id() {
        assertThat(gateway.operator("GET", "/control/v1/workspaces/wrk_01h455vb4pex5vsknk084sn02q", null)
                        .status())
                .isEqualTo(404);
        assertThat(gateway.operator("GET", "/control/v1/workspaces/" + acme.tenant(), null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_suspended_workspace_can_be_looked_at_and_resumed_but_not_changed() {
        gateway.operator("POST", acme.control("/suspend"), null).expect(200);

        var changed = gateway.operator("PATCH", acme.control(""), new JsonObject().put("name", "Other"));

        assertThat(changed.code()).isEqualTo("workspace_not_active");
        assertThat(gateway.operator("GET", acme.control(""), null).status()).isEqualTo(200);
        assertThat(gateway.operator("POST", acme.control("/resume"), null).status())
                .isEqualTo(200);
    }

    static Stream<Arguments> insaneHeads() {
        return Stream.of(
                Arguments.of("two hosts", "GET /v1/workspace HTTP/1.1\nHost: a\nHost: b\n\n"),
                Arguments.of("no host", "GET /v1/workspace HTTP/1.1\n\n"),
                Arguments.of(
                        "two credentials",
                        "GET /v1/workspace HTTP/1.1\nHost: a\nAuthorization: Bearer a\nAuthorization: Bearer b\n\n"),
                Arguments.of("a foreign target", "GET http://evil.example/v1/workspace HTTP/1.1\nHost: a\n\n"),
                Arguments.of(
                        "two lengths", "POST /v1/tasks HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 2\n\n"),
                Arguments.of("a folded header", "GET /v1/workspace HTTP/1.1\nHost: a\nX-A: b\n  c\n\n"),
                Arguments.of(
                        "a folded header behind empty lines",
                        "\n\nGET /v1/workspace HTTP/1.1\nHost: a\nX-A: b\n c\n\n"),
                Arguments.of(
                        "a folded credential behind empty lines",
                        "\n\nGET /v1/workspace HTTP/1.1\nHost: a\nAuthorization: Bearer\n tgk_a\n\n"),
                Arguments.of("a tab in the request line", "GET\t/v1/workspace HTTP/1.1\nHost: a\n\n"),
                Arguments.of("a tab at its end", "GET /v1/workspace HTTP/1.1\t\nHost: a\n\n"),
                Arguments.of("two spaces in the request line", "GET  /v1/workspace HTTP/1.1\nHost: a\n\n"),
                Arguments.of("a space before it", " GET /v1/workspace HTTP/1.1\nHost: a\n\n"),
                Arguments.of(
                        "a coded body", "POST /v1/tasks HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n"),
                Arguments.of(
                        "a coded body by two lines",
                        "POST /v1/tasks HTTP/1.1\nHost: a\nTransfer-Encoding: gzip\nTransfer-Encoding: chunked\n\n0\n\n"),
                Arguments.of("a body without an end", "POST /v1/tasks HTTP/1.1\nHost: a\nTransfer-Encoding: gzip\n\n"),
                Arguments.of("a port that is none", "GET /v1/workspace HTTP/1.1\nHost: evil.test:x\n\n"),
                Arguments.of("a port too large", "POST /mcp HTTP/1.1\nHost: evil.test:99999\n\n"),
                Arguments.of("a user before the host", "POST /mcp HTTP/1.1\nHost: x@evil.test\n\n"),
                Arguments.of("a path behind the host", "POST /mcp HTTP/1.1\nHost: evil.test/\n\n"),
                Arguments.of("no HTTP", "nonsense\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("insaneHeads")
    void an_insane_head_is_malformed(String what, String text) {
        assertThat(RawCall.statusLine(gateway.base(), text)).contains(" 400 ");
    }

    @Test
    void a_head_is_looked_at_also_behind_another_request_in_one_packet() {
        try (var client = new RawConnection(gateway.base())) {
            client.send("POST /nowhere HTTP/1.1\nHost: a\nContent-Length: 2\n\n{}"
                    + "GET /nowhere HTTP/1.1\nHost: a\nX-A: b\n c\n\n");

            var answers = client.rest();

            assertThat(answers).startsWith("HTTP/1.1 404").contains(" 400 Bad Request");
        }
    }

    @Test
    void a_connection_that_began_with_an_insane_head_is_closed() {
        try (var client = new RawConnection(gateway.base())) {
            var answers = client.send("GET /nowhere HTTP/1.1\nHost: a\nHost: b\n\nGET /nowhere HTTP/1.1\nHost: a\n\n")
                    .rest();

            assertThat(answers).startsWith("HTTP/1.1 400").doesNotContain("HTTP/1.1 404");
        }
    }

    @Test
    void a_body_whose_chunks_are_broken_is_malformed() {
        acme.module("tasks", true);
        var key = acme.apiKey("tasks:write").getString("secret");
        try (var client = new RawConnection(gateway.base())) {
            client.send("POST /v1/tasks HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + key
                    + "\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n5\n{\"tit\nnonsense\n");

            assertThat(client.rest()).startsWith("HTTP/1.1 400").contains("malformed_request");
        }
    }

    @Test
    void a_credential_without_its_scheme_opens_nothing() {
        var key = acme.apiKey().getString("secret");

        for (var wrong : List.of(key, "Basic " + key, "Bearer" + key, "Bearer:" + key)) {
            assertThat(gateway.call("GET", "/v1/workspace", null, null, "Authorization", wrong)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(gateway.call("GET", "/v1/workspace", null, null, "Authorization", "bearer " + key)
                        .status())
                .isEqualTo(200);
    }

    private Reply post(String key, JsonObject body) {
        return gateway.call("POST", "/v1/tasks", key, body);
    }
}
