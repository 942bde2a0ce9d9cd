package dev.tollgate.standalone.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose records a command changes: never those of a tenant that nobody has named. */
class TargetTest {
    private static final String TENANT = "tnt_01h455vb4pex5vsknk084sn02q";
    private static final String WORKSPACE = "wrk_01h455vb4pex5vsknk084sn02q";
    private static final String OTHER = "wrk_01h455vb4pex5vsknk084sn02r";
    private static final String ACME = page("{\"id\":\"" + TENANT + "\",\"name\":\"Acme\"}");
    private static final String PRODUCTION = matches(workspace(WORKSPACE, "Acme"));
    private static final String NOWHERE = matches("");
    private static final String NOBODY = page("");
    private static final String MADE = "{\"data\":{\"id\":\"key_1\"},\"request_id\":\"req_1\"}";

    @TempDir
    Path folder;

    private Scripted server;
    private CtlRun ctl;

    private static String page(String records) {
        return "{\"data\":[" + records + "],\"request_id\":\"req_1\"}";
    }

    private static String matches(String workspaces) {
        return "{\"data\":{\"workspaces\":[" + workspaces + "],\"truncated\":false},\"request_id\":\"req_1\"}";
    }

    private static String workspace(String id, String tenant) {
        return "{\"id\":\"" + id + "\",\"slug\":\"production\",\"name\":\"Prod\",\"status\":\"active\",\"tenant_id\":\""
                + TENANT + "\",\"tenant_name\":\"" + tenant + "\",\"role\":\"operator\"}";
    }

    @BeforeEach
    void start() throws Exception {
        server = new Scripted();
        Files.writeString(
                folder.resolve("dev.json"),
                "{\"control\":\"" + server.url() + "/control/v1\",\"operator_token\":\"tga_dev\",\"tenant_id\":\""
                        + TENANT + "\",\"workspace_id\":\"" + OTHER + "\"}");
        ctl = new CtlRun(Map.of("TOLLGATE_HOME", folder.toString(), "TOLLGATE_CACHE", folder.toString()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CtlRun.Said grant(String... more) {
        var command = new String[] {"mcp-grants", "create", "--subject", "user_1", "--scopes", "tasks:read"};
        var whole = new String[command.length + more.length];
        System.arraycopy(command, 0, whole, 0, command.length);
        System.arraycopy(more, 0, whole, command.length, more.length);
        return ctl.run(whole);
    }

    private String target(int request) {
        return server.requests.get(request).target();
    }

    @Test
    void a_write_takes_no_tenant_or_workspace_of_dev() {
        var workspace = grant();
        var tenant = ctl.run("workspaces", "create", "--name", "Acme production");

        assertThat(workspace.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(workspace.err()).contains("which workspace?", "--workspace", "ctl use", "that of dev is " + OTHER);
        assertThat(tenant.err()).contains("which tenant?", "--tenant", "TOLLGATE_TENANT", "that of dev is " + TENANT);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_read_takes_those_of_dev() {
        var _ = server.then(200, NOBODY);

        var said = ctl.run("mcp-grants", "list");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(target(0)).startsWith("/control/v1/workspaces/" + OTHER + "/mcp-grants");
    }

    @Test
    void a_list_is_that_of_the_default_workspace_though_the_installation_has_one_too() {
        var _ = server.then(200, NOBODY);

        var said = ctl.run("audit-events", "list");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(target(0)).startsWith("/control/v1/workspaces/" + OTHER + "/audit-events");
    }

    @Test
    void what_is_usually_asked_of_the_installation_is_so_whatever_the_default_workspace() {
        var _ = server.then(200, NOBODY);

        var said = ctl.run("requests", "get", "req_1");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(target(0)).isEqualTo("/control/v1/requests/req_1");
    }

    @Test
    void a_workspace_is_named_by_tenant_and_slug_and_the_answer_says_which_it_was() {
        var both = matches(workspace(OTHER, "Other") + ',' + workspace(WORKSPACE, "Acme"));
        var _ = server.then(200, both).then(201, MADE).then(200, PRODUCTION);

        var said = grant("--workspace", "acme/production");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(target(0)).isEqualTo("/control/v1/workspaces?limit=100&query=production");
        assertThat(target(1)).isEqualTo("/control/v1/workspaces/" + WORKSPACE + "/mcp-grants");
        assertThat(said.err()).contains("ctl: in workspace Prod (" + WORKSPACE + ") of tenant Acme (" + TENANT + ")");
    }

    @Test
    void a_workspace_is_found_by_its_name_where_no_slug_is_so() {
        var _ = server.then(200, PRODUCTION).then(201, MADE);

        var said = grant("--tenant", TENANT, "--workspace", "prod", "--json");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(target(1)).startsWith("/control/v1/workspaces/" + WORKSPACE + "/");
        assertThat(said.err()).contains("ctl: in workspace " + WORKSPACE);
    }

    @Test
    void a_name_that_nobody_or_several_have_is_refused_with_what_to_do() {
        var two = page("{\"id\":\"tnt_1\",\"name\":\"Acme\"},{\"id\":\"tnt_2\",\"name\":\"acme\"}");
        var workspaces = matches(workspace(OTHER, "Other") + ',' + workspace(WORKSPACE, "Acme"));
        var _ = server.then(200, NOBODY).then(200, two).then(200, NOWHERE).then(200, workspaces);
        var unnamed = new CtlRun(Map.of(
                "TOLLGATE_CACHE",
                folder.toString(),
                "TOLLGATE_CONTROL",
                server.url(),
                "TOLLGATE_OPERATOR_TOKEN",
                "tga_x"));

        var unknown = ctl.run("workspaces", "create", "--tenant", "Nobody", "--name", "x");
        var several = ctl.run("workspaces", "create", "--tenant", "Acme", "--name", "x");
        var nowhere = grant("--workspace", "Acme/production");
        var twice = unnamed.run(
                "mcp-grants", "create", "--subject", "u", "--scopes", "tasks:read", "--workspace", "production");

        assertThat(unknown.code()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(unknown.err()).contains("there is no tenant Nobody", "ctl tenants list");
        assertThat(several.err()).contains("2 tenants are called Acme", "tnt_1, tnt_2");
        assertThat(nowhere.err()).contains("there is no workspace Acme/production");
        assertThat(twice.err()).contains("2 workspaces are called production", OTHER, WORKSPACE);
    }

    @Test
    void what_ctl_use_chose_is_named_until_it_is_cleared() {
        var _ = server.then(200, PRODUCTION)
                .then(200, PRODUCTION)
                .then(200, PRODUCTION)
                .then(201, MADE);

        var chosen = ctl.run("use", "Acme/production");
        var made = grant("--json");
        var cleared = ctl.run("use", "--clear");
        var refused = grant("--json");

        assertThat(chosen.out()).contains("in workspace Prod (" + WORKSPACE + ") of tenant Acme (" + TENANT + ")");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.err()).contains("ctl: in workspace " + WORKSPACE);
        assertThat(cleared.out()).contains("No tenant is chosen");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void a_variable_wins_over_ctl_use_and_its_tenant_hides_a_workspace_of_another() {
        new TargetChoice(Map.of("tenant_id", TENANT, "workspace_id", WORKSPACE)).keep(folder.resolve("ctl-use.json"));

        var other = ctl.with("TOLLGATE_TENANT", "tnt_2")
                .run("mcp-grants", "create", "--subject", "u", "--scopes", "tasks:read");
        var alone = grant("--tenant", "tnt_2");

        assertThat(other.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(other.err()).contains("which workspace?");
        assertThat(alone.err()).contains("which workspace of the tenant?");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_list_is_read_back_to_a_time_by_the_server_or_here() {
        var _ = server.then(
                        200,
                        page("{\"id\":\"a\",\"created_at\":\"2999-01-01T00:00:00Z\"},"
                                + "{\"id\":\"b\",\"created_at\":\"2000-01-01T00:00:00Z\"}"))
                .then(200, NOBODY);

        var here = ctl.run("mcp-grants", "list", "--since", "2h", "-q");
        var there = ctl.run("audit-events", "list", "--since", "2h");
        var wrong = ctl.run("audit-events", "list", "--since", "yesterday");

        assertThat(here.out()).isEqualToIgnoringNewLines("a");
        assertThat(there.code()).as(there.err()).isZero();
        assertThat(target(1)).contains("/audit-events?from=20");
        assertThat(wrong.err()).contains("--since is a number and a unit");
    }

    @Test
    void quiet_tells_a_warning_on_standard_error() {
        var _ = server.then(201, "{\"data\":{\"id\":\"top_1\",\"warning\":\"It cannot be spent.\"}}");

        var said = ctl.run("top-ups", "create", "--amount-micros", "1", "--tenant", TENANT, "-q");

        assertThat(said.out()).isEqualToIgnoringNewLines("top_1");
        assertThat(said.err()).contains("ctl: warning: It cannot be spent.");
    }

    @Test
    void a_table_has_all_rows_of_all_pages_and_one_line_of_names() {
        var _ = server.thenTable("id,at\r\na,1\r\nb,2\r\n", "next-1").thenTable("id,at\r\nc,3\r\n", "");

        var said = ctl.run("audit-events", "list", "--csv", "--workspace", WORKSPACE);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).isEqualTo("id,at\r\na,1\r\nb,2\r\nc,3\r\n");
        assertThat(target(0)).endsWith("/audit-events?limit=100");
        assertThat(target(1)).endsWith("/audit-events?limit=100&cursor=next-1");
    }

    @Test
    void a_dry_run_is_said_to_be_one() {
        var _ = server.dry().then(200, "{\"data\":{\"matched\":2},\"dry_run\":true,\"request_id\":\"req_1\"}");

        var said = ctl.run(
                "webhook-replays",
                "create",
                "--webhook-id",
                "wh_01h455vb4pex5vsknk084sn02q",
                "--dry-run",
                "--workspace",
                WORKSPACE,
                "--json");

        assertThat(said.err()).contains("dry run: everything was checked, nothing was changed");
    }

    @ParameterizedTest
    @CsvSource({
        "modules enable crm, modules set KEY --enabled",
        "workspaces show, workspaces get",
        "tenant list, tenants list",
        "api-keys delete key_1, api-keys revoke",
        "workspaces lst, workspaces list",
        "plan ls, plan",
        "audit list, audit-events list",
        "wokspaces list, workspaces list",
    })
    void a_guess_leads_to_the_command(String guess, String meant) {
        var said = ctl.run(guess.split(" ", -1));

        assertThat(said.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(said.err()).contains("Did you mean: bin/tollgate ctl " + meant);
    }
}
