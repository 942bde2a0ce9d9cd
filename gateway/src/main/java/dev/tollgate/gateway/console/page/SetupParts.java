package dev.tollgate.gateway.console.page;

import static dev.tollgate.gateway.console.view.ShownValue.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import java.util.ArrayList;
import java.util.List;

/** The endpoint of a workspace for agents, and for each client a text to copy. */
final class SetupParts {

    /** Fields of the answer that the parts show. */
    static final List<String> SHOWN = List.of("workspace_id", "mode", "url", "issuer", "configurations");

    private SetupParts() {}

    static List<Part> of(JsonNode setup) {
        var all = new ArrayList<Part>();
        var endpoint = new ArrayList<ShownValue.Entry>();
        endpoint.add(entry("URL", new ShownValue.Code(setup.path("url").asText(), null)));
        endpoint.add(entry("Accepts", words(accepted(setup.path("mode").asText()))));
        if (setup.has("issuer")) {
            endpoint.add(entry("Issuer", words(setup.path("issuer").asText())));
        }
        all.add(new Part("Endpoint", "", endpoint));
        setup.path("configurations").forEach(one -> all.add(configuration(one)));
        return List.copyOf(all);
    }

    private static Part configuration(JsonNode one) {
        var method = one.path("method").asText().equals("oauth") ? "OAuth" : "static token";
        return new Part(
                one.path("title").asText() + ", " + method,
                "",
                List.of(
                        entry("Place", words(one.path("place").asText())),
                        entry("Text", new ShownValue.Json(one.path("content").asText())),
                        entry("Note", words(one.path("note").asText()))));
    }

    private static String accepted(String mode) {
        return switch (mode) {
            case "oauth_only" -> "OAuth access tokens";
            case "static_only" -> "static tokens of MCP clients";
            default -> "static tokens of MCP clients, and OAuth access tokens";
        };
    }

    private static ShownValue words(String text) {
        return new ShownValue.Words(text);
    }
}
