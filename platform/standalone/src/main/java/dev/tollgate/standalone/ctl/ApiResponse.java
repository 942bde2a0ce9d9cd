package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.ctl.view.ProblemView;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response of a server. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ApiResponse(int status, HttpHeaders headers, byte[] bytes) {
    private static final int SUCCESS = 2;
    private static final int SERVER_FAULT = 5;
    private static final int UNAUTHORIZED = 401;

    boolean succeeded() {
        return status / 100 == SUCCESS;
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    boolean isJson() {
        var type = header("Content-Type");
        return type.startsWith("application/json") || type.startsWith("application/problem+json");
    }

    /** The body as JSON; missing where it is none. */
    JsonNode body() {
        try {
            return isJson() ? JsonNodes.read(bytes) : JsonNodes.read("{}").path("none");
        } catch (IOException broken) {
            throw new CtlFailure(ExitCode.UNAVAILABLE, "the server's answer is malformed: " + status);
        }
    }

    /** Whether the server asks to be asked again, which a call with an idempotency key can be. */
    boolean saysLater() {
        return switch (status) {
            case 429, 503, 504 -> true;
            case 409 -> heldByAnother();
            default -> false;
        };
    }

    /** Whether a call with the same key is still running. */
    boolean heldByAnother() {
        return status == 409
                && "idempotency_in_progress".equals(body().path("code").asText());
    }

    /** Whether a write may have happened, or may yet happen, for all this answer says. */
    boolean leavesOpen() {
        return status / 100 == SERVER_FAULT || heldByAnother();
    }

    /** Whether it was given before the key was looked up: it says nothing of an earlier call with the same key. */
    boolean judgesNoKey() {
        return switch (status) {
            case 401, 403, 429 -> true;
            default -> false;
        };
    }

    CtlFailure refusal(@Nullable String key) {
        return refusal(key, null);
    }

    /**
     * The end of a command that was refused, in words.
     *
     * @param server to be named where it does not know the token
     */
    CtlFailure refusal(@Nullable String key, @Nullable ApiServer server) {
        var lines = new ArrayList<>(ProblemView.lines(body(), "the server answered " + status));
        if (status == UNAUTHORIZED && server != null) {
            lines.add("  token from " + server.credential().origin() + ", sent to " + server.root());
        }
        if (key != null && status / 100 == SERVER_FAULT) {
            lines.addAll(unknown(key));
        }
        return new CtlFailure(ExitCode.of(status), lines);
    }

    /** The note about a write with an unknown outcome. */
    static List<String> unknown(String key) {
        return List.of(
                "outcome unknown: the call may have taken effect.",
                "  The same command with --idempotency-key " + key + " shows the result and takes effect only once.");
    }
}
