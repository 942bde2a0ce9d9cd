package dev.tollgate.loadtest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What came back from one call, by whichever protocol. */
public record Answer(int status, HttpHeaders headers, JsonNode body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), json(response.body()));
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** Whether it is a success of the operation: a 2xx, and for MCP a result without {@code isError}. */
    public boolean succeeded() {
        return status / 100 == 2
                && !body.has("error")
                && !body.path("result").path("isError").asBoolean(false);
    }

    /** The answer's data, from the envelope of either protocol. */
    public JsonNode data() {
        return body.has("result")
                ? body.path("result").path("structuredContent").path("data")
                : body.path("data");
    }

    public String requestId() {
        return headers.firstValue("x-request-id").orElse("");
    }

    /** The charge the answer names; 0 where it names none. */
    public long chargeMicros() {
        if (body.has("result")) {
            return body.path("result")
                    .path("_meta")
                    .path("dev.tollgate/charge_micros")
                    .asLong(0);
        }
        return headers.firstValueAsLong("tollgate-charge-micros").orElse(0);
    }

    public boolean replayed() {
        return headers.firstValue("idempotency-replayed").filter("true"::equals).isPresent();
    }

    /** The error code of either protocol; empty for a success. */
    public String code() {
        var problem = body.path("result").path("_meta").path("dev.tollgate/problem");
        return problem.isMissingNode()
                ? body.path("code").asText("")
                : problem.path("code").asText("");
    }

    /** How long to wait before the call is worth repeating. */
    public Optional<Long> retryAfterSeconds() {
        var header = headers.firstValueAsLong("retry-after");
        if (header.isPresent()) {
            return Optional.of(header.getAsLong());
        }
        var problem =
                body.path("result").path("_meta").path("dev.tollgate/problem").path("retry_after_seconds");
        return problem.isNumber() ? Optional.of(problem.asLong()) : Optional.empty();
    }
}
