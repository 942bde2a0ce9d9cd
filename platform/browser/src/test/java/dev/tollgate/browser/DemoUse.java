package dev.tollgate.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A morning of the demo workspace: a server that syncs contacts, an agent at work, and a webhook that hears of both.
 *
 * @param facts {@code dev.json}
 */
record DemoUse(RunningConsole console, JsonNode facts, Receiver receiver) {

    private static final int ROUNDS = 24;
    private static final List<String> TOOLS = List.of("list_tasks", "search_contacts", "list_deals");
    private static final List<String> PEOPLE = List.of(
            "Emmy Noether", "Lise Meitner", "Sofia Kovalevskaya", "Hedy Lamarr", "Katherine Johnson", "Mary Jackson");

    /** Makes the calls; gives the request id of one that the webhook was told of. */
    String calls() {
        var workspace = "/workspaces/" + facts.path("workspace_id").asText();
        var webhook = Map.of("name", "CRM sync", "url", receiver.url(), "event_types", List.of("contact.*", "task.*"));
        var _ = console.operator("POST", workspace + "/webhooks", webhook).expect(201);
        for (int round = 0; round < ROUNDS; round++) {
            var _ = server("GET", "/v1/contacts?limit=25", null).expect(200);
            var _ = server("GET", "/v1/companies?limit=25", null).expect(200);
            var _ = agent(TOOLS.get(round % TOOLS.size()), Map.of("limit", 10)).expect(200);
        }
        var _ = agent("create_task", Map.of("title", "Call Mary about the shipment"))
                .expect(200);
        var request = "";
        for (var name : PEOPLE) {
            var email = name.substring(0, name.indexOf(' ')).toLowerCase(Locale.ROOT) + "@meridian.example";
            request = server("POST", "/v1/contacts", Map.of("name", name, "email", email))
                    .expect(201)
                    .requestId();
        }
        var path = workspace + "/requests/" + request;
        Await.until(
                "the webhook was told of the call",
                () -> console.operator("GET", path, null).body().toString().contains("\"succeeded\""));
        return request;
    }

    private ApiReply server(String method, String path, Object body) {
        return console.call(credential("server-webhook-sync"), method, path, body);
    }

    private ApiReply agent(String tool, Map<String, Object> arguments) {
        var call = Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "tools/call",
                "params",
                Map.of("name", tool, "arguments", arguments));
        return console.call(credential("founder-agent"), "POST", "/mcp", call);
    }

    private String credential(String name) {
        return facts.path("credentials").path(name).asText();
    }
}
