package dev.tollgate.loadtest.console;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Fills an installation by its own operations, so that everything is where calls put it: many workspaces, and one of
 * them with keys, members, webhooks and all the calls.
 *
 * @param receiver URL of a receiver of webhooks, without a path
 * @param workspaces of the whole installation
 * @param calls that succeed in the one workspace, and are kept
 */
record LargeInstallation(Installation installation, String receiver, int workspaces, long calls) {

    /** Who walks the pages, by role; the owner of the tenant is no member. */
    static final List<String> ROLES = List.of("tenant_owner", "owner", "admin", "member", "readonly");

    private static final String API = "/control/v1";
    private static final int OF_TENANT = 10;
    private static final int AT_ONCE = 16;
    private static final int CREDENTIALS = 600;
    private static final int MEMBERS = 600;
    private static final int WEBHOOKS = 40;
    private static final int TASKS = 600;
    private static final long TOP_UP_MICROS = 10_000_000_000L;
    private static final int CONNECTIONS = 32;
    private static final int WINDOW_SECONDS = 10;

    /** An hour of calls: a machine that cannot make them in that time ends the run. */
    private static final int WINDOWS_MAX = 360;

    /** A call that a busy gateway turned away is not counted, and made again. */
    private static final double ERRORS_MAX = 0.25;

    private static final Duration KEPT_MAX = Duration.ofMinutes(15);
    private static final Duration KEPT_POLL = Duration.ofSeconds(1);

    /**
     * Where the calls are.
     *
     * @param suffix of the subjects of this run
     */
    record Filled(String tenant, String workspace, String suffix) {

        /** The identity provider's name for the person of a role. */
        String subject(String role) {
            return role + '-' + suffix;
        }
    }

    Filled fill() throws IOException, InterruptedException {
        var control = installation.control();
        var _ = Callers.inParallel(AT_ONCE, workspaces / OF_TENANT, number -> tenant(control, "Tenant " + number));
        say(workspaces + " workspaces are made");
        var tenant = newTenant(control, "Large");
        var workspace = newWorkspace(control, tenant, "Production");
        var filled = new Filled(tenant, workspace, UUID.randomUUID().toString().substring(0, 8));
        furnish(control, filled);
        call(control, filled);
        return filled;
    }

    private static String tenant(AppClient control, String name) {
        var tenant = newTenant(control, name);
        for (int i = 0; i < OF_TENANT; i++) {
            var _ = newWorkspace(control, tenant, name + " workspace " + i);
        }
        return tenant;
    }

    private static String newTenant(AppClient control, String name) {
        return id(control, API + "/tenants", named(name).put("kind", "team").put("plan", "bench"));
    }

    private static String newWorkspace(AppClient control, String tenant, String name) {
        return id(control, API + "/tenants/" + tenant + "/workspaces", named(name));
    }

    private static ObjectNode named(String name) {
        return JsonTrees.object().put("name", name);
    }

    private static String id(AppClient control, String path, ObjectNode body) {
        return control.created(path, body).path("id").asText();
    }

    private void furnish(AppClient control, Filled filled) throws InterruptedException {
        var tenant = API + "/tenants/" + filled.tenant();
        var workspace = API + "/workspaces/" + filled.workspace();
        var _ = control.created(tenant + "/top-ups", JsonTrees.object().put("amount_micros", TOP_UP_MICROS));
        for (var module : List.of("tasks", "integrations", "crm")) {
            var _ = control.accepted(
                    "PUT", workspace + "/modules/" + module, JsonTrees.object().put("enabled", true));
        }
        for (var role : ROLES) {
            var person = JsonTrees.object().put("subject", filled.subject(role));
            var _ = role.equals("tenant_owner")
                    ? control.created(tenant + "/owners", person)
                    : control.created(workspace + "/members", person.put("role", role));
        }
        var _ = Callers.inParallel(AT_ONCE, CREDENTIALS, number -> credential(control, workspace, number));
        var _ = Callers.inParallel(
                AT_ONCE,
                MEMBERS,
                number -> control.created(
                        workspace + "/members",
                        JsonTrees.object().put("subject", "person-" + number).put("role", "member")));
        var _ = Callers.inParallel(AT_ONCE, WEBHOOKS, number -> webhook(control, workspace, number, receiver));
        say("the large workspace has " + CREDENTIALS + " credentials, " + MEMBERS + " members, " + WEBHOOKS
                + " webhooks");
    }

    private static Object credential(AppClient control, String workspace, int number) {
        var body = named(String.format(Locale.ROOT, "key %04d", number));
        body.putArray("scopes").add("tasks:read").add("tasks:write");
        return control.created(workspace + (number % 2 == 0 ? "/api-keys" : "/mcp-clients"), body);
    }

    private static Object webhook(AppClient control, String workspace, int number, String receiver) {
        var body = named("webhook " + number).put("url", receiver + "/hooks/" + number);
        body.putArray("event_types").add("task.*");
        return control.created(workspace + "/webhooks", body);
    }

    /** Tasks are written, and then read until there were so many calls. */
    private void call(AppClient control, Filled filled) throws IOException, InterruptedException {
        var body = named("load");
        body.putArray("scopes").add("tasks:read").add("tasks:write");
        int port = installation.gateway().port();
        var secret = control.created(API + "/workspaces/" + filled.workspace() + "/api-keys", body)
                .path("secret")
                .asText();
        var client = new AppClient(port, secret);
        var _ = Callers.inParallel(
                AT_ONCE,
                TASKS,
                number -> client.created("/v1/tasks", JsonTrees.object().put("title", "task " + number)));
        var target = new LoadTarget(port, List.of(HttpCall.get("/v1/tasks?limit=1", secret)), List.of());
        long done = 0;
        try (var generator = LoadGenerator.strongest(installation.folder())) {
            for (int windows = 0; done < calls; windows++) {
                require(windows < WINDOWS_MAX, calls + " calls are made in " + WINDOWS_MAX + " windows, not " + done);
                var window = generator.run(target, CONNECTIONS, WINDOW_SECONDS);
                require(
                        window.errorCount() <= ERRORS_MAX * window.successes(),
                        "reads succeed while calls are made: " + window.errors() + ' ' + window.firstError());
                done += window.successes();
                say(done + " calls are made");
            }
        }
        awaitKept(control, filled.workspace(), done);
    }

    /** Usage shows every call: a server that is idle may only have been short of the processor. */
    private static void awaitKept(AppClient control, String workspace, long made) throws InterruptedException {
        var total = API + "/workspaces/" + workspace + "/usage";
        require(
                Await.until(KEPT_MAX, KEPT_POLL, () -> keptCalls(control, total) >= made),
                made + " calls are kept within " + KEPT_MAX + ", not " + keptCalls(control, total));
    }

    private static long keptCalls(AppClient control, String total) {
        return control.accepted("GET", total, null).data().path(0).path("calls").asLong();
    }
}
