package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.NodePrograms;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that others wrote, against the whole gateway. */
@Tag("beyond-jdk")
class ForeignClientsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final GatewayFixture.Prepared WORKSPACE =
            GATEWAY.tenant("team").module("tasks", true);
    private static final Path LOGS = Path.of("target/clients").toAbsolutePath();
    private static final Duration RUN_MAX = Duration.ofMinutes(1);
    private static final String INSPECTOR = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

    private static final String NO_TASK = "tsk_01m8afqfxperet0m4s2pngpy3a";

    /** How the inspector ends when a tool says isError. */
    private static final int TOOL_ERROR = 5;

    private final String token =
            WORKSPACE.mcpClient("tasks:write", "usage:read").getString("secret");

    /** With output schemas the client holds every answer against its tool's. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?output_schemas=true", "?output_schemas=true&detailed=true"})
    void the_typescript_client_does_everything_in_both_eras(String options) throws Exception {
        var ended = NodePrograms.run(
                LOGS.resolve("typescript.log"), RUN_MAX, "typescript-client.mjs", url() + options, token);

        assertThat(ended.code()).as(ended.output()).isZero();
        var seen = new JsonObject(ended.output().strip());
        everything(seen.getJsonObject("legacy"), "2025-11-25");
        everything(seen.getJsonObject("modern"), "2026-07-28");
    }

    private static void everything(JsonObject saw, String revision) {
        assertThat(saw.getString("revision")).isEqualTo(revision);
        assertThat(saw.getString("server")).isEqualTo("tollgate");
        assertThat(saw.getJsonArray("tools")).contains("create_task").doesNotContain("list_tasks");
        assertThat(saw.getJsonArray("resources")).containsExactly("tollgate://workspace");
        assertThat(saw.getJsonArray("prompts")).containsExactly("explain_usage", "prepare_workspace_summary");
        assertThat(saw.getJsonObject("called").getBoolean("isError")).isFalse();
        assertThat(saw.getJsonObject("called").getJsonObject("meta").getLong("dev.tollgate/charge_micros"))
                .isEqualTo(150);
        assertThat(saw.getJsonObject("refused").getBoolean("isError")).isTrue();
        assertThat(saw.getJsonObject("refused").getString("problem")).isEqualTo("missing_required_scope");
        assertThat(saw.getInteger("unknown")).isEqualTo(-32602);
        assertThat(saw.getString("read")).isEqualTo(WORKSPACE.workspace());
        assertThat(saw.getInteger("missing"))
                .as("the client has one code for both eras")
                .isEqualTo(-32602);
        assertThat(saw.getString("prompt")).contains("list_usage", "grouped by day");
        assertThat(saw.getJsonArray("completed")).containsExactly("day", "dimension");
        assertThat(saw.getInteger("batch")).isEqualTo(100);
        assertThat(saw.getJsonArray("progress")).isNotEmpty();
        assertThat(saw.getString("cancelled")).isEqualTo("rejected");
        assertThat(saw.getBoolean("after")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void the_inspector_lists_calls_and_shows_a_refusal(String era) throws Exception {
        var listed = inspect(era, "--method", "tools/list");
        var called = inspect(
                era, "--method", "tools/call", "--tool-name", "create_task", "--tool-arg", "title=From the inspector");
        var refused =
                inspect(era, "--method", "tools/call", "--tool-name", "complete_task", "--tool-arg", "id=" + NO_TASK);
        var read = inspect(era, "--method", "resources/read", "--uri", "tollgate://workspace");

        assertThat(listed.code()).isZero();
        assertThat(listed.output()).contains("\"create_task\"").doesNotContain("\"list_tasks\"");
        assertThat(called.code()).as(called.output()).isZero();
        assertThat(called.output()).contains("From the inspector", "\"dev.tollgate/charge_micros\":150");
        assertThat(refused.code()).as(refused.output()).isEqualTo(TOOL_ERROR);
        assertThat(refused.output()).contains("resource_not_found");
        assertThat(read.output()).contains(WORKSPACE.workspace());
    }

    private NodePrograms.Ended inspect(String era, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(
                "--cli",
                "--server-url",
                url(),
                "--transport",
                "http",
                "--header",
                "Authorization: Bearer " + token,
                "--protocol-era",
                era,
                "--stored-auth-only",
                "--quiet",
                "--format",
                "json"));
        all.addAll(List.of(arguments));
        return NodePrograms.run(
                LOGS.resolve("inspector-" + era + ".log"), RUN_MAX, INSPECTOR, all.toArray(String[]::new));
    }

    private static String url() {
        return GATEWAY.base() + "/mcp";
    }
}
