package dev.tollgate.fuzz.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.JsonGrammar;
import dev.tollgate.fuzz.Property;
import dev.tollgate.runtime.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests made from the served OpenAPI documents, as described and changed: each is answered in time and never with
 * 500, a refusal is a problem with a known code and a request id, and an answer has the status and form that the
 * document promises.
 */
public final class OpenApiFuzz {

    private static final int KNOWN_MAX = 64;
    private static final FuzzedGateway GATEWAY = new FuzzedGateway();
    private static final Described APP = described("/openapi.json");
    private static final Described CONTROL = described("/control/openapi.json");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    /** Ids that answers named: requests name them again. */
    private static final List<String> KNOWN = new ArrayList<>(List.of("none"));

    private OpenApiFuzz() {}

    /** The gateway starts with this class, before the time of the first input counts. */
    public static void fuzzerInitialize() {
        Property.holds(!APP.operations().isEmpty() && !CONTROL.operations().isEmpty(), "the documents are served");
    }

    public static void fuzzerTestOneInput(byte[] input) {
        var choices = new Choices(input);
        var document = choices.once(2) ? CONTROL : APP;
        // Several in a row, so that one can name what another made.
        for (int i = 0; i < 4; i++) {
            run(document, choices.of(document.operations()), choices);
        }
    }

    private static void run(Described document, Described.Operation operation, Choices choices) {
        var grammar = new JsonGrammar(document.document(), choices);
        var changed = choices.once(6);
        var method = changed && choices.once(3) ? choices.of(METHODS) : operation.method();
        var schema = operation.node().at("/requestBody/content/application~1json/schema");
        var body = body(schema, grammar, choices, changed);
        var token = document == APP ? GATEWAY.apiKey() : GATEWAY.operatorToken();
        var answer = GATEWAY.ask(method, path(operation, grammar, choices), token, body, headers(choices, changed));
        if (method.equals("HEAD")) {
            Property.holds(answer.status() != 500, "nothing is answered with 500: " + operation);
            return;
        }
        document.judge(operation, answer, !changed);
        remember(answer);
    }

    private static @Nullable String body(JsonNode schema, JsonGrammar grammar, Choices choices, boolean changed) {
        if (changed && choices.once(2)) {
            return choices.text(200);
        }
        return schema.isMissingNode()
                ? null
                : Json.MAPPER.valueToTree(grammar.value(schema)).toString();
    }

    private static String[] headers(Choices choices, boolean changed) {
        if (!changed) {
            return new String[] {"Idempotency-Key", "key-" + choices.below(65_536)};
        }
        return new String[] {
            choices.of(
                    List.of("Accept", "If-Match", "If-None-Match", "Content-Type", "Idempotency-Key", "X-Request-Id")),
            choices.of(List.of(
                    "*", "\"1\"", "W/\"1\"", "text/csv", "application/merge-patch+json", "\"", ",", "a".repeat(300)))
        };
    }

    private static String path(Described.Operation operation, JsonGrammar grammar, Choices choices) {
        var path = operation.path();
        var query = new StringBuilder();
        for (var parameter : operation.node().path("parameters")) {
            var name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("path")) {
                path = path.replace('{' + name + '}', escaped(parameter(name, parameter, grammar, choices)));
            } else if (parameter.path("in").asText().equals("query") && choices.once(3)) {
                var value = grammar.value(parameter.path("schema"));
                query.append(query.isEmpty() ? '?' : '&')
                        .append(escaped(name))
                        .append('=')
                        .append(escaped(value.isValueNode() ? value.asText() : value.toString()));
            }
        }
        return path + query;
    }

    private static String parameter(String name, JsonNode parameter, JsonGrammar grammar, Choices choices) {
        if (name.equals("workspace_id") && !choices.once(16)) {
            return GATEWAY.workspace();
        }
        return choices.once(3)
                ? grammar.value(parameter.path("schema")).asText("null")
                : KNOWN.get(choices.below(KNOWN.size()));
    }

    /** A segment of a path is never empty or a step upwards, which the client would take away. */
    private static String escaped(String text) {
        var escaped = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return escaped.isEmpty() || escaped.equals(".") || escaped.equals("..") ? "%20" : escaped;
    }

    private static void remember(FuzzedGateway.Answer answer) {
        if (answer.status() >= 300 || !answer.type().startsWith("application/json")) {
            return;
        }
        var id = answer.data().path("id").asText();
        if (!id.isEmpty() && !KNOWN.contains(id)) {
            if (KNOWN.size() >= KNOWN_MAX) {
                KNOWN.removeFirst();
            }
            KNOWN.add(id);
        }
    }

    private static Described described(String path) {
        return new Described(
                GATEWAY.ask("GET", path, GATEWAY.operatorToken(), null).json());
    }
}
