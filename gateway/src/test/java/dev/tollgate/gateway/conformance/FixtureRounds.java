package dev.tollgate.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tools and a prompt that ask their client back before they answer, over as many requests as it takes. */
final class FixtureRounds {

    private static final int INVALID_PARAMS = -32602;
    private static final SecretKeySpec KEY =
            new SecretKeySpec("signs the state of the fixture".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    private static final ObjectNode CAPITAL = request("sampling/createMessage", """
            {"messages":[{"role":"user","content":{"type":"text","text":"What is the capital of France?"}}],"maxTokens":100}""");
    private static final ObjectNode ROOTS = request("roots/list", "{}");

    Map<String, FixtureTools.Behaviour> all() {
        var tools = new TreeMap<String, FixtureTools.Behaviour>();
        tools.put("test_input_required_result_elicitation", (call, _) -> once(call, "user_name", NAME));
        tools.put("test_streaming_elicitation", (call, _) -> once(call, "user_name", NAME));
        tools.put("test_input_required_result_sampling", (call, _) -> once(call, "capital_question", CAPITAL));
        tools.put("test_input_required_result_list_roots", (call, _) -> once(call, "client_roots", ROOTS));
        tools.put("test_input_required_result_request_state", (call, _) -> remembering(call));
        tools.put("test_input_required_result_tampered_state", (call, _) -> remembering(call));
        tools.put("test_input_required_result_multiple_inputs", (call, _) -> several(call));
        tools.put("test_input_required_result_multi_round", (call, _) -> rounds(call));
        tools.put("test_input_required_result_capabilities", (call, _) -> asCapable(call));
        return tools;
    }

    private static final ObjectNode NAME = question("What is your name?", "name", "string");
    private static final ObjectNode COLOR = question("What is your favorite color?", "color", "string");
    private static final ObjectNode CONFIRM = question("Please confirm", "ok", "boolean");

    /** The prompt that needs a context first. */
    static Future<McpReply> prompt(McpRequest call) {
        var question = question("What context should the prompt use?", "context", "string");
        if (!answered(call, "user_context")) {
            return ask(null, Map.of("user_context", question));
        }
        var context =
                answer(call, "user_context").path("content").path("context").asText();
        return FixturePrompts.messages(Tree.text("Think of this: " + context));
    }

    private static Future<McpReply> once(McpRequest call, String key, ObjectNode request) {
        return answered(call, key)
                ? FixtureTools.done(Tree.text(answer(call, key).toString()))
                : ask(null, Map.of(key, request));
    }

    private static Future<McpReply> remembering(McpRequest call) {
        if (!answered(call, "confirm")) {
            return ask(sealed("confirm"), Map.of("confirm", CONFIRM));
        }
        return sealed("confirm").equals(call.text("requestState"))
                ? FixtureTools.done(Tree.text("state-ok"))
                : tampered();
    }

    private static Future<McpReply> several(McpRequest call) {
        if (answered(call, "user_name") && answered(call, "greeting") && answered(call, "client_roots")) {
            return sealed("several").equals(call.text("requestState"))
                    ? FixtureTools.done(Tree.text("all of it"))
                    : tampered();
        }
        return ask(
                sealed("several"),
                new TreeMap<>(Map.of("user_name", NAME, "greeting", CAPITAL, "client_roots", ROOTS)));
    }

    private static Future<McpReply> rounds(McpRequest call) {
        var state = call.text("requestState");
        if (state == null) {
            return ask(sealed("round-1"), Map.of("step1", NAME));
        }
        if (state.equals(sealed("round-1"))) {
            return answered(call, "step1")
                    ? ask(sealed("round-2"), Map.of("step2", COLOR))
                    : ask(state, Map.of("step1", NAME));
        }
        if (!state.equals(sealed("round-2"))) {
            return tampered();
        }
        return answered(call, "step2")
                ? FixtureTools.done(Tree.text("both steps are done"))
                : ask(state, Map.of("step2", COLOR));
    }

    private static Future<McpReply> asCapable(McpRequest call) {
        var requests = new TreeMap<String, ObjectNode>();
        if (FixtureTools.isAble(call, "sampling")) {
            requests.put("capital_question", CAPITAL);
        }
        if (FixtureTools.isAble(call, "elicitation")) {
            requests.put("user_name", NAME);
        }
        return requests.isEmpty() || requests.keySet().stream().allMatch(key -> answered(call, key))
                ? FixtureTools.done(Tree.text("done"))
                : ask(null, requests);
    }

    private static boolean answered(McpRequest call, String key) {
        return answer(call, key).isObject();
    }

    private static JsonNode answer(McpRequest call, String key) {
        return call.params().path("inputResponses").path(key);
    }

    private static Future<McpReply> ask(String state, Map<String, ObjectNode> requests) {
        var result = Tree.object().put("resultType", "input_required");
        result.putObject("inputRequests").setAll(requests);
        if (state != null) {
            result.put("requestState", state);
        }
        return McpReply.result(result).now();
    }

    private static Future<McpReply> tampered() {
        return McpReply.fault(INVALID_PARAMS, "The requestState is not one of ours.")
                .now();
    }

    private static ObjectNode question(String message, String field, String type) {
        return request("elicitation/create", """
                {"message":"%s","requestedSchema":{"type":"object","properties":{"%s":{"type":"%s"}},"required":["%s"]}}""".formatted(message, field, type, field));
    }

    private static ObjectNode request(String method, String params) {
        var request = Tree.object().put("method", method);
        request.set("params", Tree.of(params));
        return request;
    }

    private static String sealed(String state) {
        try {
            var mac = Mac.getInstance(KEY.getAlgorithm());
            mac.init(KEY);
            return state + '.' + HexFormat.of().formatHex(mac.doFinal(state.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
