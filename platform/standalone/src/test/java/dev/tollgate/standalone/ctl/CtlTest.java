package dev.tollgate.standalone.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.dev.DevProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a whole running Tollgate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CtlTest {
    @TempDir
    static Path folder;

    private DevProcess dev;
    private CtlRun ctl;

    @BeforeAll
    void start() throws Exception {
        dev = DevProcess.resumed(folder).awaitReady();
        ctl = new CtlRun(Map.of("TOLLGATE_HOME", dev.home.toString(), "TOLLGATE_CACHE", folder.toString()));
        assertThat(ctl.run("use", "Demo/demo").code()).isZero();
    }

    @AfterAll
    void stop() throws Exception {
        dev.close();
    }

    @Test
    void every_control_operation_has_a_command_with_its_help() throws Exception {
        var paths =
                JsonNodes.read(dev.get("/control/openapi.json", "none").body()).path("paths");

        for (var path : paths) {
            for (var operation : path) {
                if (isSigned(operation)) {
                    continue;
                }
                var words = operation.path("x-tollgate-command").asText().split(" ", -1);
                var help = ctl.run(words[0], words[1], "--help");
                assertThat(help.code()).as(help.err()).isZero();
                assertThat(help.out())
                        .contains("ctl " + words[0] + ' ' + words[1])
                        .contains(operation.path("summary").asText());
                for (var parameter : operation.path("parameters")) {
                    if (parameter.path("in").asText().equals("query")) {
                        var name = parameter.path("name").asText().replace('_', '-');
                        assertThat(help.out()).containsAnyOf("--" + name, "--[no-]" + name);
                    }
                }
            }
        }
    }

    /** Its caller signs messages, and is no person at a command line. */
    private static boolean isSigned(JsonNode operation) {
        return operation.has("security")
                && operation.path("security").isEmpty()
                && !operation.has("x-tollgate-command");
    }

    @Test
    void completion_offers_the_servers_scopes_plans_modules_types_and_operations() {
        var script = ctl.run("completion", "bash").out();

        assertThat(script).contains("tasks:write", "\"builder\"", "create_contact", "task.created");
    }

    @Test
    void a_request_is_found_by_its_id_alone_and_an_operation_says_what_it_needs() throws Exception {
        var request = ctl.run("audit-events", "list", "--action", "workspace.create", "--tenant", "Demo", "--json")
                .json()
                .path(0)
                .path("request_id")
                .asText();

        var found = ctl.run("requests", "get", request);
        var needs = ctl.run("operations", "get", "create_contact", "--json");

        assertThat(found.code()).as(found.err()).isZero();
        assertThat(found.out()).contains("create_workspace");
        assertThat(needs.json().path("scope").asText()).isEqualTo("crm:write");
    }

    @Test
    void help_lists_every_group_and_every_exit_code() {
        var help = ctl.run("--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("workspaces", "api-keys", "top-ups", "requests", "completion");
        for (var code : ExitCode.values()) {
            assertThat(help.out()).contains(code.number() + "   " + code.meaning());
        }
    }

    @Test
    void a_secret_is_told_once_and_kept_nowhere() throws Exception {
        var created = ctl.run("api-keys", "create", "--name", "once", "--scopes", "tasks:read,tasks:write");

        assertThat(created.code()).as(created.err()).isZero();
        assertThat(created.out()).contains("shown only once");
        var secret = created.out().replaceFirst("(?s).*\\bsecret +(tgk_\\w+).*", "$1");
        assertThat(secret).startsWith("tgk_");
        assertThat(ctl.run("api-keys", "list", "--json").out()).contains("once").doesNotContain(secret);
        assertThat(ctl.run("api-keys", "create", "--name", "lost", "--scopes", "tasks:read", "-q")
                        .code())
                .isEqualTo(ExitCode.USAGE.number());
        var token = dev.facts().path("operator_token").asText();
        try (var kept = Files.list(dev.home.resolve("ctl"))) {
            for (var file : kept.toList()) {
                assertThat(Files.readString(file)).doesNotContain(secret, token);
            }
        }
    }

    @Test
    void a_rotation_keeps_the_id_and_gives_another_secret() throws Exception {
        var id = ctl.run("mcp-clients", "create", "--name", "turned", "--scopes", "tasks:read", "--json")
                .json();

        var rotated = ctl.run("mcp-clients", "rotate", id.path("id").asText(), "--overlap-seconds", "0", "--json");

        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(rotated.json().path("id")).isEqualTo(id.path("id"));
        assertThat(rotated.json().path("secret").asText())
                .startsWith("tgm_")
                .isNotEqualTo(id.path("secret").asText());
    }

    @Test
    void a_tenant_comes_to_a_workspace_with_modules_by_commands_alone() {
        var tenant = ctl.run("tenants", "create", "--name", "Walls", "--kind", "team", "--plan", "team", "-q")
                .out()
                .strip();
        var slug = "walls-" + UUID.randomUUID().toString().substring(0, 8);
        var workspace = ctl.run("workspaces", "create", "--tenant", tenant, "--name", "Walls", "--slug", slug, "-q")
                .out()
                .strip();

        var on = ctl.run("modules", "set", "tasks", "--enabled", "--workspace", workspace);
        var off = ctl.run("modules", "set", "tasks", "--no-enabled", "--workspace", workspace, "--json");

        assertThat(on.code()).as(on.err()).isZero();
        assertThat(on.out()).containsPattern("enabled +true");
        assertThat(off.out()).contains("\"enabled\" : false");
        assertThat(ctl.run("workspaces", "list", "--tenant", tenant).out()).contains(workspace, slug);
        assertThat(ctl.with("TOLLGATE_TENANT", tenant)
                        .run("workspaces", "list", "-q")
                        .out())
                .isEqualToIgnoringNewLines(workspace);
    }

    @Test
    void a_field_is_set_and_cleared_and_a_version_is_honoured() throws Exception {
        var tenant = ctl.run("tenants", "create", "--name", "Patched", "--kind", "team", "--json")
                .json()
                .path("id")
                .asText();

        var set = ctl.run("tenants", "update", tenant, "--external-organization-id", "org_" + tenant, "--json");
        var stale = ctl.run("tenants", "update", tenant, "--name", "Late", "--if-version", "1");
        var cleared = ctl.run("tenants", "update", tenant, "--clear", "external-organization-id", "--json");

        assertThat(set.json().path("external_organization_id").asText()).isEqualTo("org_" + tenant);
        assertThat(stale.code()).isEqualTo(ExitCode.CONFLICT.number());
        assertThat(stale.err()).startsWith("ctl: version_conflict");
        assertThat(cleared.json().has("external_organization_id")).isFalse();
    }

    @Test
    void json_is_the_data_of_the_api_unchanged() throws Exception {
        var workspace = dev.facts().path("workspace_id").asText();
        var served = control("/workspaces/" + workspace);

        var told = ctl.run("workspaces", "get", "--json");

        assertThat(told.json()).isEqualTo(JsonNodes.read(served).path("data"));
    }

    @Test
    void all_pages_are_followed_up_to_the_bound() {
        for (int i = 0; i < 3; i++) {
            var _ = ctl.run("tenants", "create", "--name", "Page " + i, "--kind", "team");
        }

        var page = ctl.run("tenants", "list", "--limit", "2", "-q");
        var all = ctl.run("tenants", "list", "--limit", "2", "--all", "-q");
        var bounded = ctl.run("tenants", "list", "--limit", "2", "--all", "--max", "3", "-q");

        assertThat(page.out().lines()).hasSize(2);
        assertThat(page.err()).contains("more results");
        assertThat(all.out().lines()).hasSizeGreaterThan(3).doesNotHaveDuplicates();
        assertThat(bounded.out().lines()).hasSize(3);
        assertThat(bounded.err()).contains("stopped at 3");
    }

    @Test
    void what_the_schema_refuses_is_not_sent_and_told_in_the_servers_words() throws Exception {
        var file = "{\"name\":\"\",\"scopes\":[\"tasks:read\"],\"nmae\":1}";

        var refused = ctl.fed(file, "api-keys", "create", "--file", "-");

        var served = JsonNodes.read(
                post("/workspaces/" + dev.facts().path("workspace_id").asText() + "/api-keys", file));
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(served.path("field_errors")).hasSize(2);
        for (var fault : served.path("field_errors")) {
            assertThat(refused.err())
                    .contains(fault.path("field").asText() + ": "
                            + fault.path("message").asText());
        }
    }

    @Test
    void the_exit_code_says_how_it_ended() {
        var refused = ctl.run("api-keys", "create", "--name", "no", "--scopes", "nonsense:read");
        var missing = ctl.run("workspaces", "get", "wrk_01h455vb4pex5vsknk084sn02q");
        var forbidden = ctl.with("TOLLGATE_OPERATOR_TOKEN", "tga_nobody").run("plans", "list");

        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(refused.err()).contains("validation_failed", "scopes", "request req_");
        assertThat(missing.code()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(forbidden.code()).isEqualTo(ExitCode.FORBIDDEN.number());
        assertThat(forbidden.err()).contains("unauthorized").doesNotContain("tga_nobody");
        for (var wrong : new String[][] {{"frobnicate"}, {"workspaces", "fly"}, {"plans", "list", "--no"}, {}}) {
            assertThat(ctl.run(wrong).code()).isEqualTo(ExitCode.USAGE.number());
        }
        assertThat(ctl.run("workspaces", "archive").code())
                .as("what changes something names it")
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void one_command_asks_about_a_tenant_or_a_workspace() throws Exception {
        var tenant = dev.facts().path("tenant_id").asText();
        var workspace = dev.facts().path("workspace_id").asText();

        var both = ctl.run("audit-events", "list", "--tenant", tenant, "--workspace", workspace);
        var ofTenant = ctl.run("audit-events", "list", "--tenant", tenant);
        var usual = ctl.run("--json", "audit-events", "list", "--limit", "1");

        assertThat(both.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(ofTenant.code()).as(ofTenant.err()).isZero();
        assertThat(usual.json()).hasSize(1);
        assertThat(usual.json().path(0).path("workspace_id").asText()).isEqualTo(workspace);
    }

    private String control(String path) throws Exception {
        return dev.get("/control/v1" + path, dev.facts().path("operator_token").asText())
                .body();
    }

    private String post(String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(dev.facts().path("control").asText() + path))
                .header(
                        "Authorization",
                        "Bearer " + dev.facts().path("operator_token").asText())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
