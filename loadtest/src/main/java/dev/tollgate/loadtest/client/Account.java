package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/** A tenant of its own with one workspace, Tasks on, and credentials: what each run starts from. */
public record Account(ControlClient control, String tenant, String workspace) {

    /** A new tenant on a plan, with nothing topped up. */
    public static Account prepare(ControlClient control, String plan) {
        var mark = UUID.randomUUID().toString().substring(0, 8);
        var tenant = control.post(
                        "/tenants",
                        control.object()
                                .put("name", "run " + mark)
                                .put("kind", "team")
                                .put("plan", plan))
                .at("/data/id")
                .asText();
        // Creating a workspace is a metered call; included usage or a top-up must cover it.
        var _ = topUp(control, tenant, 10_000);
        var workspace = control.post(
                        "/tenants/" + tenant + "/workspaces",
                        control.object().put("name", "run").put("slug", "run-" + mark))
                .at("/data/id")
                .asText();
        var account = new Account(control, tenant, workspace);
        account.module("tasks", true);
        return account;
    }

    public void module(String key, boolean enabled) {
        var _ = control.put(
                "/workspaces/" + workspace + "/modules/" + key, control.object().put("enabled", enabled));
    }

    public void topUp(long micros) {
        var _ = topUp(control, tenant, micros);
    }

    private static JsonNode topUp(ControlClient control, String tenant, long micros) {
        return control.post("/tenants/" + tenant + "/top-ups", control.object().put("amount_micros", micros));
    }

    /** Sets the account override; fields not named stay as the plan says. */
    public void override(ObjectNode override) {
        var _ = control.put("/tenants/" + tenant + "/override", override);
    }

    /** A credential and its secret. Making one is metered: the price must be covered. */
    public Credential credential(Kind kind, List<String> scopes) {
        var body = control.object().put("name", "run");
        var array = body.putArray("scopes");
        scopes.forEach(array::add);
        var data =
                control.post("/workspaces/" + workspace + "/" + kind.path, body).path("data");
        return new Credential(
                kind, data.path("id").asText(), data.path("secret").asText());
    }

    public void revoke(Credential credential) {
        var _ = control.post(
                "/workspaces/" + workspace + "/" + credential.kind().path + "/" + credential.id() + "/revoke", null);
    }

    public JsonNode billing() {
        return control.get("/tenants/" + tenant + "/billing").path("data");
    }

    /**
     * Usage events of calls on the app plane. Looking at them leaves usage events of the control plane, which are free.
     */
    public List<JsonNode> appUsageEvents() {
        return control.all("/workspaces/" + workspace + "/usage-events").stream()
                .filter(event -> !event.path("surface").asText().equals("control"))
                .toList();
    }

    public JsonNode request(String requestId) {
        return control.get("/workspaces/" + workspace + "/requests/" + requestId)
                .path("data");
    }

    /** A credential with its secret. */
    public record Credential(Kind kind, String id, String secret) {}

    /** Kinds of credentials. */
    public enum Kind {
        API_KEY("api-keys"),
        MCP_CLIENT("mcp-clients");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }
}
