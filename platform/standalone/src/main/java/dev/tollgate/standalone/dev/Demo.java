package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The demo tenant: plan {@code team}, one workspace with every module on, three credentials. Preparing it again finds
 * what is there; a credential whose secret is no longer known gets a new one.
 *
 * @param credentials secrets by name
 */
record Demo(String tenantId, String workspaceId, Map<String, String> credentials) {
    static final String API_KEY = "server-webhook-sync";
    static final String AGENT = "founder-agent";
    private static final String TENANT = "Demo";
    private static final String SLUG = "demo";
    private static final List<Wanted> CREDENTIALS = List.of(
            new Wanted(
                    API_KEY,
                    "api-keys",
                    "integrations:read integrations:write crm:read crm:write tasks:read activity:read activity:write"),
            new Wanted(
                    AGENT,
                    "mcp-clients",
                    "support:read support:write crm:read crm:write tasks:read tasks:write cms:read cms:write"
                            + " assets:read activity:read activity:write bi:read"),
            new Wanted("analytics-bot", "mcp-clients", "analytics:read analytics:write bi:read bi:write usage:read"));

    /** Scopes that belong to no module. */
    private static final Set<String> ALWAYS_ON = Set.of("usage", "audit");

    Demo {
        credentials = Map.copyOf(credentials);
    }

    /** A credential the demo has, with those of its scopes whose modules are built. */
    private record Wanted(String name, String collection, String scopes) {
        List<String> scopesOf(Set<String> modules) {
            return Stream.of(scopes.split(" ", -1))
                    .filter(scope -> {
                        var module = scope.substring(0, scope.indexOf(':'));
                        return modules.contains(module) || ALWAYS_ON.contains(module);
                    })
                    .toList();
        }
    }

    static Demo prepare(ControlPlane control, Map<String, String> known) {
        var tenant = tenant(control);
        var workspace = workspace(control, tenant);
        var modules = switchOn(control, workspace);
        var secrets = new LinkedHashMap<String, String>();
        for (var wanted : CREDENTIALS) {
            secrets.put(wanted.name(), secret(control, workspace, wanted, wanted.scopesOf(modules), known));
        }
        return new Demo(tenant, workspace, secrets);
    }

    private static String tenant(ControlPlane control) {
        var found = control.get("/tenants?name=" + TENANT).data();
        return found.isEmpty()
                ? id(control.post("/tenants", Map.of("name", TENANT, "kind", "team", "plan", "team")))
                : found.path(0).path("id").asText();
    }

    private static String workspace(ControlPlane control, String tenant) {
        var path = "/tenants/" + tenant + "/workspaces";
        var found = control.get(path + "?slug=" + SLUG).data();
        return found.isEmpty()
                ? id(control.post(path, Map.of("name", TENANT, "slug", SLUG)))
                : found.path(0).path("id").asText();
    }

    /** Switches every module on; returns their keys. */
    private static Set<String> switchOn(ControlPlane control, String workspace) {
        var keys = new HashSet<String>();
        var path = "/workspaces/" + workspace + "/modules";
        for (JsonNode module : control.get(path).data()) {
            var key = module.path("key").asText();
            keys.add(key);
            if (!module.path("enabled").asBoolean()) {
                var _ = control.put(path + "/" + key, Map.of("enabled", true));
            }
        }
        return keys;
    }

    /** The scopes of all modules. */
    static List<String> moduleScopes(ControlPlane control) {
        return StreamSupport.stream(control.get("/scopes").data().spliterator(), false)
                .filter(scope -> !ALWAYS_ON.contains(scope.path("module").asText()))
                .map(scope -> scope.path("scope").asText())
                .toList();
    }

    private static String secret(
            ControlPlane control, String workspace, Wanted wanted, List<String> scopes, Map<String, String> known) {
        var path = "/workspaces/" + workspace + "/" + wanted.collection();
        for (JsonNode credential : control.get(path + "?limit=100").data()) {
            if (credential.path("name").asText().equals(wanted.name())
                    && !credential.path("status").asText().equals("revoked")) {
                var kept = known.get(wanted.name());
                return kept == null ? rotated(control, path, credential) : kept;
            }
        }
        var body = Map.of("name", wanted.name(), "scopes", scopes);
        return control.post(path, body).data().path("secret").asText();
    }

    private static String rotated(ControlPlane control, String path, JsonNode credential) {
        var one = path + "/" + credential.path("id").asText() + "/rotate";
        return control.post(one, Map.of("overlap_seconds", 0))
                .data()
                .path("secret")
                .asText();
    }

    private static String id(ControlPlane.Answer answer) {
        return answer.data().path("id").asText();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Demo[" + tenantId + ", " + workspaceId + "]";
    }
}
