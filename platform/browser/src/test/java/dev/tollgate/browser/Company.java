package dev.tollgate.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.Role;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A tenant with a workspace that has every module and a record of each kind, so that every page has something to show.
 *
 * @param names what its records are called, in turn
 * @param ids by what a route has before a parameter, without tenant and workspace: {@code workspaces/api-keys}
 */
record Company(RunningConsole console, List<String> names, String tenant, String workspace, Map<String, String> ids) {

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)}");
    private static final int OK = 200;
    private static final int CREATED_MAX = 299;
    private static final int ATTEMPTS_MAX = 10;

    Company {
        ids = new HashMap<>(ids);
    }

    /** A tenant on a plan, with a workspace without anything in it. */
    static Company bare(RunningConsole console, String name, String plan) {
        return of(console, List.of(name), plan);
    }

    /** One whose records have these names, with a record of each kind. */
    static Company whole(RunningConsole console, List<String> names, Receiver receiver) {
        var company = of(console, names, "business");
        company.fill(receiver);
        return company;
    }

    /** Another workspace of the same tenant, with nothing in it. */
    Company neighbour(String name) {
        var neighbour = made(ofTenant("POST", "/workspaces", Map.of("name", name)));
        return new Company(console, List.of(name), tenant, neighbour.id(), Map.of());
    }

    /** The other company, with addresses of the records of this one: what is refused is refused for the place. */
    Company withIdsIn(Company other) {
        return new Company(console, other.names(), other.tenant(), other.workspace(), ids);
    }

    private static Company of(RunningConsole console, List<String> names, String plan) {
        var tenant = made(
                console.operator("POST", "/tenants", Map.of("name", names.getFirst(), "kind", "team", "plan", plan)));
        var workspace = made(
                console.operator("POST", "/tenants/" + tenant.id() + "/workspaces", Map.of("name", names.getLast())));
        return new Company(console, names, tenant.id(), workspace.id(), Map.of());
    }

    private static ApiReply made(ApiReply reply) {
        return reply.status() > CREATED_MAX ? reply.expect(CREATED_MAX) : reply;
    }

    /** Path of a page of the workspace. */
    String at(String step) {
        return "/console/workspaces/" + workspace + step;
    }

    String atTenant(String step) {
        return "/console/tenants/" + tenant + step;
    }

    ApiReply control(String method, String step, Object body) {
        return console.operator(method, "/workspaces/" + workspace + step, body);
    }

    ApiReply ofTenant(String method, String step, Object body) {
        return console.operator(method, "/tenants/" + tenant + step, body);
    }

    /** Takes away what the plan includes, and leaves its cap: only what was paid is left. */
    void nothingIncluded() {
        var override = Map.of("included_micros", 0, "enforcement", "enforce", "reason", "a test");
        var _ = made(ofTenant("PUT", "/override", override));
    }

    void switchOn(String module) {
        var _ = made(control("PUT", "/modules/" + module, Map.of("enabled", true)));
    }

    /** The secret of a new API key. */
    String key(String... scopes) {
        var key = made(control("POST", "/api-keys", Map.of("name", names.getFirst(), "scopes", List.of(scopes))));
        ids.put("workspaces/api-keys", key.id());
        return key.data().path("secret").asText();
    }

    /** The id of a new API key. */
    String keyId(String... scopes) {
        var _ = key(scopes);
        return ids.get("workspaces/api-keys");
    }

    /** A new person with this role, by their subject. */
    String person(Role role) {
        var subject = role.name().toLowerCase(Locale.ROOT) + '_' + UUID.randomUUID();
        switch (role) {
            case OPERATOR -> throw new IllegalArgumentException("operators are in the settings");
            case TENANT_OWNER ->
                ids.put(
                        "tenants/owners",
                        made(ofTenant("POST", "/owners", Map.of("subject", subject)))
                                .id());
            case OWNER, ADMIN, MEMBER, AGENT, READONLY -> {
                var body = Map.of("subject", subject, "role", role.name().toLowerCase(Locale.ROOT));
                ids.put(
                        "workspaces/members",
                        made(control("POST", "/members", body)).id());
            }
        }
        return subject;
    }

    /** The id of a new webhook to a receiver, for events of tasks. */
    String webhook(Receiver receiver, String name, int attemptsMax) {
        var body = Map.of(
                "name", name, "url", receiver.url(), "event_types", List.of("task.*"), "max_attempts", attemptsMax);
        var webhook = made(control("POST", "/webhooks", body)).id();
        ids.put("workspaces/webhooks", webhook);
        return webhook;
    }

    /** Waits until no delivery and no replay is on its way: what is offered on them follows from their status. */
    void settle() {
        Await.until(
                "deliveries and replays are settled",
                () -> isSettled("/webhook-deliveries", "succeeded") && isSettled("/webhook-replays", "done"));
    }

    private boolean isSettled(String list, String status) {
        for (JsonNode one : control("GET", list, null).data()) {
            if (!one.path("status").asText().equals(status)) {
                return false;
            }
        }
        return true;
    }

    /** The path of a page for the records of this company; empty where it has none. */
    Optional<String> path(String route) {
        var matcher = PARAMETER.matcher(route);
        var path = new StringBuilder();
        while (matcher.find()) {
            var before = PARAMETER
                    .matcher(route.substring("/console/".length(), matcher.start()))
                    .replaceAll("")
                    .replaceAll("/+", "/")
                    .replaceFirst("/$", "");
            var value = switch (matcher.group(1)) {
                case "tenant_id" -> tenant;
                case "workspace_id" -> workspace;
                default -> ids.get(before);
            };
            if (value == null) {
                return Optional.empty();
            }
            matcher.appendReplacement(path, value);
        }
        return Optional.of(matcher.appendTail(path).toString());
    }

    private String name(int at) {
        return names.get(at % names.size());
    }

    private void fill(Receiver receiver) {
        for (JsonNode module : control("GET", "/modules", null).data()) {
            switchOn(module.path("key").asText());
        }
        ids.put("workspaces/modules", "crm");
        ids.put("event-types", "task.created");
        ids.put("operations", "create_task");
        ids.put("tenants/statements", YearMonth.now(Clock.systemUTC()).toString());
        var key = key("tasks:read", "tasks:write", "usage:read");
        people();
        credentials();
        account();
        webhooks(receiver);
        for (int at = 0; at < names.size(); at++) {
            var request = made(console.call(key, "POST", "/v1/tasks", Map.of("title", name(at))));
            for (var of : List.of("requests", "tenants/requests", "workspaces/requests")) {
                ids.put(of, request.requestId());
            }
        }
        var last = "/requests/" + ids.get("requests");
        Await.until(
                "the call is recorded",
                () -> control("GET", last, null).status() == OK
                        && ofTenant("GET", last, null).status() == OK);
    }

    private void people() {
        for (var role : List.of(Role.OWNER, Role.ADMIN, Role.READONLY, Role.TENANT_OWNER)) {
            var _ = person(role);
        }
        var invitation = Map.of("email", "ada@example.org");
        ids.put(
                "workspaces/invitations",
                made(control("POST", "/invitations", invitation)).id());
        ids.put(
                "tenants/invitations",
                made(ofTenant("POST", "/invitations", invitation)).id());
    }

    private void credentials() {
        var ids = new ArrayList<String>();
        for (int at = 1; at <= names.size(); at++) {
            var body = Map.of("name", name(at), "scopes", List.of("tasks:read"));
            ids.add(made(control("POST", "/mcp-clients", body)).id());
            var _ = made(control("POST", "/api-keys", body));
        }
        this.ids.put("workspaces/mcp-clients", ids.getFirst());
        var grant = Map.of("subject", "user_ada", "scopes", List.of("tasks:read"));
        this.ids.put(
                "workspaces/mcp-grants",
                made(control("POST", "/mcp-grants", grant)).id());
    }

    private void account() {
        var amount = Map.of("amount_micros", 5_000_000);
        ids.put("tenants/top-ups", made(ofTenant("POST", "/top-ups", amount)).id());
        var topUp = Map.of("amount_micros", 1_000_000, "note", name(0));
        ids.put(
                "tenants/top-up-requests",
                made(ofTenant("POST", "/top-up-requests", topUp)).id());
        var plan = Map.of("plan", "enterprise", "note", name(1));
        ids.put(
                "tenants/plan-requests",
                made(ofTenant("POST", "/plan-requests", plan)).id());
        var override = Map.of("cap_micros", 900_000_000, "reason", name(2));
        var _ = made(ofTenant("PUT", "/override", override));
    }

    private void webhooks(Receiver receiver) {
        String webhook = null;
        for (int at = 0; at < names.size(); at++) {
            webhook = webhook(receiver, name(at), ATTEMPTS_MAX);
        }
        var test = made(control("POST", "/webhooks/" + webhook + "/test", Map.of("event_type", "task.created")));
        ids.put("workspaces/webhook-deliveries", test.id());
        var replay = made(control("POST", "/webhook-replays", Map.of("webhook_id", webhook)));
        ids.put("workspaces/webhook-replays", replay.id());
    }
}
