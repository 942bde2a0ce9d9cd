package dev.tollgate.gateway.control.leaks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The tokens of a report, in its order. */
record LeakReport(List<LeakedToken> tokens) {

    static final int TOKENS_MAX = 500;

    private static final Refusal NOT_A_REPORT = new Refusal.MalformedRequest(
            "The body is not a secret scanning alert: an array of objects with token and type.");

    private static final Refusal TOO_MANY =
            new Refusal.MalformedRequest("The alert has more than " + TOKENS_MAX + " tokens. Send them in several.");

    LeakReport {
        tokens = List.copyOf(tokens);
    }

    static Outcome<LeakReport> read(String payload) {
        try {
            return of(Json.MAPPER.readTree(payload));
        } catch (JsonProcessingException broken) {
            return Outcome.refused(NOT_A_REPORT);
        }
    }

    private static Outcome<LeakReport> of(JsonNode document) {
        if (!document.isArray()) {
            return Outcome.refused(NOT_A_REPORT);
        }
        if (document.size() > TOKENS_MAX) {
            return Outcome.refused(TOO_MANY);
        }
        var tokens = new ArrayList<LeakedToken>();
        for (var entry : document) {
            var token = LeakedToken.of(entry);
            if (token.isEmpty()) {
                return Outcome.refused(NOT_A_REPORT);
            }
            tokens.add(token.get());
        }
        return Outcome.done(new LeakReport(tokens));
    }
}
