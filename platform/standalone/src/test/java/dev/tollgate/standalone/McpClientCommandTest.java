package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.process.ProductVersion;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.dev.DevProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MCP client of the command line against a whole running Tollgate, whose issuer is away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpClientCommandTest {
    private static final String ISSUER = "http://localhost:9/issuer";

    @TempDir
    static Path folder;

    private DevProcess dev;
    private Path token;
    private String workspace = "";

    @BeforeAll
    void start() throws Exception {
        dev = DevProcess.resumedWith(folder, Map.of("TOLLGATE_OIDC_ISSUER", ISSUER))
                .awaitReady();
        token = Files.writeString(
                folder.resolve("token"),
                dev.facts().path("credentials").path("founder-agent").asText() + "\n");
        workspace = dev.facts().path("workspace_id").asText();
    }

    @AfterAll
    void stop() throws Exception {
        dev.close();
    }

    /** Output of a command. */
    private record Said(int code, String out, String err) {}

    private static Said run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Tollgate.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    private Said mcp(String verb, String... more) {
        return mcp(verb, "http://localhost:" + dev.port + "/mcp", more);
    }

    private Said mcp(String verb, String url, String[] more) {
        var arguments = new ArrayList<>(List.of("mcp", verb, url));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--token-file", token.toString()));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void tools_lists_what_the_token_may_call_a_line_each() {
        var said = mcp("tools");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines()).anyMatch(line -> line.matches("create_task +\\S.*\\."));
        assertThat(said.out().lines().map(line -> line.split(" ", 2)[0]))
                .contains("get_workspace")
                .doesNotContain("list_usage");
    }

    @Test
    void tools_as_json_have_their_schemas() throws Exception {
        var said = mcp("tools", "--json");

        assertThat(JsonNodes.read(said.out()))
                .filteredOn(tool -> tool.path("name").asText().equals("create_task"))
                .allSatisfy(tool -> assertThat(
                                tool.at("/inputSchema/properties/title/type").asText())
                        .isEqualTo("string"))
                .hasSize(1);
    }

    @Test
    void a_call_prints_what_the_tool_gives_and_tells_its_charge_apart() throws Exception {
        var said = mcp("call", "create_task", "{\"title\":\"Call Ada\",\"idempotency_key\":\"mcp-command\"}");

        assertThat(said.code()).as(said.err()).isZero();
        var given = JsonNodes.read(said.out());
        assertThat(given.at("/data/title").asText()).isEqualTo("Call Ada");
        assertThat(given.path("request_id").asText()).startsWith("req_");
        assertThat(said.err()).matches("mcp: charged \\d+ micros\\R");
    }

    @Test
    void a_call_as_json_prints_the_whole_result() throws Exception {
        var said = mcp("call", "get_workspace", "--json");

        var result = JsonNodes.read(said.out());
        assertThat(result.at("/structuredContent/data/id").asText()).isEqualTo(workspace);
        assertThat(result.path("_meta").path("dev.tollgate/request_id").asText())
                .startsWith("req_");
    }

    @Test
    void a_refused_call_tells_its_code_the_fields_and_the_page() {
        var said = mcp("call", "create_task", "{\"title\":7}");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines().toList())
                .anyMatch(line -> line.startsWith("tollgate: validation_failed: title: "))
                .anyMatch(line -> line.startsWith("  request req_"))
                .contains("  page http://localhost:" + dev.port + "/docs/errors/validation_failed");
    }

    @Test
    void a_missing_scope_is_not_allowed() {
        var said = mcp("call", "list_usage");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).contains("missing_required_scope: ", "  required scope: usage:read");
    }

    @Test
    void an_unknown_tool_is_an_error_of_the_protocol() {
        var said = mcp("call", "make_coffee");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).startsWith("tollgate: error -32602: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "{\"title\":", "title"})
    void arguments_that_are_no_object_are_wrong_usage(String arguments) {
        var said = mcp("call", "create_task", arguments);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("must be a JSON object");
    }

    @Test
    void an_unknown_token_is_told_with_its_page_and_not_shown() throws Exception {
        var unknown = Files.writeString(folder.resolve("unknown"), "tgm_unknown");

        var said = run("mcp", "tools", "http://localhost:" + dev.port + "/mcp", "--token-file", unknown.toString());

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err())
                .contains("tollgate: unauthorized: ", "/docs/errors/unauthorized")
                .doesNotContain("tgm_unknown");
    }

    @Test
    void without_a_token_it_says_where_to_put_one() {
        var said = run("mcp", "tools", "http://localhost:" + dev.port + "/mcp");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).contains("no_token: ").contains("TOLLGATE_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost/mcp", "ftp://localhost/mcp", "http://ada:secret@localhost/mcp", "not a url"})
    void what_is_no_endpoint_is_wrong_usage_and_not_repeated(String url) {
        var said = mcp("tools", url, new String[0]);

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("must be a URL").doesNotContain("secret");
    }

    @Test
    void an_endpoint_that_does_not_listen_is_unavailable() {
        var said = mcp("tools", "http://localhost:9/mcp", new String[0]);

        assertThat(said.code()).isEqualTo(6);
        assertThat(said.err()).contains("unreachable: http://localhost:9/mcp");
    }

    @Test
    void check_shows_revision_sign_in_and_the_size_of_the_lists() {
        var said = mcp("check");

        assertThat(said.code()).as(said.out()).isZero();
        assertThat(said.out().lines().toList())
                .contains(
                        "sign-in             by token only (Bearer)",
                        "server              tollgate " + ProductVersion.current(),
                        "protocol revision   2025-11-25",
                        "problems            none")
                .anyMatch(line -> line.matches("tools +\\d+, [\\d,]+ bytes, about [\\d,]+ tokens"))
                .anyMatch(line -> line.matches("resources +\\d+"))
                .anyMatch(line -> line.matches("resource templates +\\d+"))
                .anyMatch(line -> line.matches("prompts +\\d+"));
    }

    @Test
    void check_follows_the_challenge_to_the_metadata() throws Exception {
        var url = "http://localhost:" + dev.port + "/mcp/" + workspace;

        var said = mcp("check", url, new String[] {"--json"});

        assertThat(said.code()).as(said.out()).isZero();
        var signIn = JsonNodes.read(said.out()).path("sign_in");
        assertThat(signIn.path("status").asInt()).isEqualTo(401);
        assertThat(signIn.path("oauth").asBoolean()).isTrue();
        assertThat(signIn.path("metadata_url").asText()).contains("/.well-known/oauth-protected-resource/mcp/");
        assertThat(signIn.at("/metadata/authorization_servers/0").asText()).isEqualTo(ISSUER);
        assertThat(signIn.at("/metadata/resource").asText()).isEqualTo(url);
    }

    @Test
    void check_finds_metadata_of_another_url() {
        var said = mcp("check", "http://127.0.0.1:" + dev.port + "/mcp/" + workspace, new String[0]);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("problem             resource_mismatch: ")
                .containsPattern("tools +\\d+");
    }

    @Test
    void check_with_an_unknown_token_still_shows_how_to_sign_in() throws Exception {
        var unknown = Files.writeString(folder.resolve("unknown"), "tgm_unknown");

        var said = run("mcp", "check", "http://localhost:" + dev.port + "/mcp", "--token-file", unknown.toString());

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.out()).contains("by token only", "problem             unauthorized: ", "/docs/errors/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"settings", "mcp tools --help"})
    void nothing_but_a_running_mcp_command_loads_the_sdk(String command) throws Exception {
        var loaded = Files.createTempFile(folder, "loaded", ".log");
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                Tollgate.class.getName()));
        line.addAll(List.of(command.split(" ", -1)));
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        var ended = process.waitFor(1, TimeUnit.MINUTES);

        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(loaded))
                .contains("dev.tollgate.standalone.mcp.McpClientCommand")
                .doesNotContain("io.modelcontextprotocol", "reactor.");
    }
}
