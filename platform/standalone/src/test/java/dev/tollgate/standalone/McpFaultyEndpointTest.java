package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MCP client of the command line against endpoints that say what no Tollgate says. */
class McpFaultyEndpointTest {
    private static final String PROBLEM = """
            {"type":"http://localhost/docs/errors/rate_limited","status":429,"code":"rate_limited","detail":"Wait."}
            """;

    /** Clears a screen, in seven bits and in eight, and turns the direction of writing. */
    private static final String HOSTILE = "a\u001b[2Jb\u009b2Jc\u202ed";

    @TempDir
    static Path folder;

    private static Path token;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void writeToken() throws Exception {
        token = Files.writeString(folder.resolve("token"), "tgm_any\n");
    }

    private int run(String verb, FakeMcpEndpoint endpoint, String... more) {
        var arguments = new ArrayList<>(List.of("mcp", verb, endpoint.url()));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--token-file", token.toString()));
        return Tollgate.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void the_text_of_a_tool_steers_no_terminal() throws Exception {
        var result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", HOSTILE + "\nnext");

        try (var endpoint = FakeMcpEndpoint.withTool(result)) {
            var code = run("call", endpoint, "any_tool");

            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString().lines()).containsExactly("a?[2Jb?2Jc?d", "next");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--json"})
    void the_json_of_a_tool_steers_no_terminal_and_is_the_same(String form) throws Exception {
        var result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", "See the data.");
        result.putObject("structuredContent").put("name", HOSTILE);

        try (var endpoint = FakeMcpEndpoint.withTool(result)) {
            var code =
                    run("call", endpoint, form.isEmpty() ? new String[] {"any_tool"} : new String[] {"any_tool", form});

            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString()).doesNotContain("\u001b", "\u009b", "\u202e");
            assertThat(JsonNodes.read(out.toString()).findValue("name").asText())
                    .isEqualTo(HOSTILE);
        }
    }

    @Test
    void a_refusal_by_http_status_keeps_its_problem() throws Exception {
        try (var endpoint = FakeMcpEndpoint.answering(429, Map.of(), PROBLEM)) {
            var code = run("tools", endpoint);

            assertThat(code).isEqualTo(6);
            assertThat(err.toString())
                    .isEqualTo("tollgate: rate_limited: Wait.\n  page http://localhost/docs/errors/rate_limited\n");
        }
    }

    @Test
    void check_shows_the_problem_of_an_endpoint_that_refuses_who_has_no_token() throws Exception {
        try (var endpoint = FakeMcpEndpoint.answering(429, Map.of(), PROBLEM)) {
            var code = run("check", endpoint);

            assertThat(code).isEqualTo(6);
            assertThat(out.toString())
                    .contains("problem             rate_limited: Wait.")
                    .doesNotContain("http_429");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[localhost/metadata",
                "http://local host/metadata",
                "ftp://localhost/metadata",
                "metadata"
            })
    void check_names_a_challenge_without_a_usable_url(String url) throws Exception {
        var challenge = Map.of("WWW-Authenticate", "Bearer resource_metadata=\"" + url + '"');

        try (var endpoint = FakeMcpEndpoint.answering(401, challenge, "")) {
            var code = run("check", endpoint);

            assertThat(code).isEqualTo(1);
            assertThat(out.toString())
                    .contains("problem             no_metadata: The challenge names no URL", "\"" + url + '"');
        }
    }
}
