package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.standalone.ctl.CtlFailure;
import dev.tollgate.standalone.ctl.ExitCode;
import dev.tollgate.standalone.ctl.document.Printable;
import dev.tollgate.standalone.ctl.view.ProblemView;
import java.util.ArrayList;
import java.util.List;

/** A refusal of the endpoint, or what kept it from answering: its problem document, or one made here. */
final class McpFailure extends CtlFailure {
    private static final long serialVersionUID = 1L;

    private final transient JsonNode problem;

    /** A problem as the endpoint tells it: {@code code}, {@code detail}, and {@code type}, the page of its code. */
    McpFailure(ExitCode exit, JsonNode problem) {
        super(exit, lines(problem));
        this.problem = problem;
    }

    /** A problem that the endpoint has no document for. */
    McpFailure(ExitCode exit, String code, String detail) {
        this(exit, JsonNodeFactory.instance.objectNode().put("code", code).put("detail", detail));
    }

    /** A status that no MCP message came with. */
    static McpFailure http(int status, JsonNode body) {
        var exit = ExitCode.of(status);
        return body.has("code")
                ? new McpFailure(exit, body)
                : new McpFailure(exit, "http_" + status, "The endpoint answered with HTTP status " + status + '.');
    }

    static McpFailure noToken() {
        return new McpFailure(
                ExitCode.FORBIDDEN,
                "no_token",
                "The endpoint wants a token: set TOLLGATE_TOKEN or name a file with --token-file.");
    }

    static McpFailure unreachable(McpTarget target) {
        return new McpFailure(ExitCode.UNAVAILABLE, "unreachable", target + " does not accept connections.");
    }

    static McpFailure silent(McpTarget target) {
        return new McpFailure(
                ExitCode.UNAVAILABLE,
                "no_answer",
                target + " gave no answer. A write may have happened: repeat it with the same idempotency_key.");
    }

    /** An answer that this program cannot use. */
    static McpFailure unusable(String detail) {
        return new McpFailure(ExitCode.BROKEN, "unusable_answer", detail);
    }

    JsonNode problem() {
        return problem;
    }

    private static List<String> lines(JsonNode problem) {
        var lines = new ArrayList<>(ProblemView.lines(problem, "the endpoint refused the request"));
        if (problem.path("type").asText("").startsWith("http")) {
            lines.add("  page " + problem.path("type").asText());
        }
        return lines.stream().map(Printable::text).toList();
    }
}
