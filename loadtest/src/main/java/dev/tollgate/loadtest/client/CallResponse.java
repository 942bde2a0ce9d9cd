package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Set;

/**
 * The response to a REST call or a tool call.
 *
 * @param body the text as JSON; missing if it is none
 */
public record CallResponse(int status, HttpHeaders headers, String text, JsonNode body) {

    private static final Set<Integer> REPEATABLE = Set.of(429, 502, 503, 504);

    public static CallResponse of(HttpResponse<String> response) {
        return new CallResponse(
                response.statusCode(), response.headers(), response.body(), JsonTrees.read(response.body()));
    }

    /** Whether the operation succeeded: a 2xx, and for MCP a result without {@code isError}. */
    public boolean succeeded() {
        return status / 100 == 2
                && !body.has("error")
                && !body.at("/result/isError").asBoolean(false);
    }

    /** Whether the same call may succeed later. */
    public boolean repeatable() {
        return REPEATABLE.contains(status) || code().equals("idempotency_in_progress");
    }

    /** Code of the problem; empty without one. */
    String code() {
        return problem().path("code").asText();
    }

    /** Whether the call may have had its effect although it did not succeed: a 5xx, or a problem that says so. */
    public boolean effectUnknown() {
        return !succeeded()
                && (status >= 500 || problem().path("outcome").asText().equals("unknown"));
    }

    /** The problem of either protocol. */
    private JsonNode problem() {
        return body.has("result") ? body.at("/result/_meta/dev.tollgate~1problem") : body;
    }

    /** Status and, if there is a problem, its code. */
    public String outcome() {
        return (status + " " + code()).strip();
    }

    /** The data in the envelope of either protocol. */
    public JsonNode data() {
        return body.at(body.has("result") ? "/result/structuredContent/data" : "/data");
    }

    public String requestId() {
        return headers.firstValue("x-request-id").orElse("");
    }

    /** The charge that the response names; 0 without one. */
    public long chargeMicros() {
        return body.has("result")
                ? body.at("/result/_meta/dev.tollgate~1charge_micros").asLong(0)
                : headers.firstValueAsLong("tollgate-charge-micros").orElse(0);
    }

    public boolean replayed() {
        return headers.firstValue("idempotency-replayed").filter("true"::equals).isPresent();
    }

    /** When to repeat the call; a second if the response does not say. */
    public long retryAfterSeconds() {
        return headers.firstValueAsLong("retry-after").orElse(1);
    }
}
