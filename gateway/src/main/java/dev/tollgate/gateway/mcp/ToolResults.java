package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Visit;
import java.io.IOException;

/**
 * The result of a tool call. A success carries the envelope twice, as structure and as text; a refusal carries the
 * problem as text and in {@code _meta}, and never as structured content: clients hold that against the output schema.
 */
final class ToolResults {

    private static final String META = "dev.tollgate/";

    private final Answers answers;

    ToolResults(Answers answers) {
        this.answers = answers;
    }

    byte[] result(Visit visit, Ending<?> ending) {
        var requestId = visit.arrival().requestId();
        return Rpc.written(json -> {
                    switch (ending.outcome()) {
                        case Outcome.Done<?>(var answer) ->
                            success(
                                    json,
                                    answers.envelope(answer, requestId, visit.tenant())
                                            .toString());
                        case Outcome.Replayed<?>(var _, var data) ->
                            success(json, answers.replayed(data, requestId).toString());
                        case Outcome.Refused<?>(var refusal) ->
                            text(
                                    json,
                                    answers.problem(refusal, requestId, visit.tenant())
                                            .toString(),
                                    true);
                    }
                    meta(json, visit, ending, requestId);
                })
                .getBytes();
    }

    private static void success(JsonGenerator json, String envelope) throws IOException {
        text(json, envelope, false);
        json.writeFieldName("structuredContent");
        json.writeRawValue(envelope);
    }

    private static void text(JsonGenerator json, String text, boolean isError) throws IOException {
        json.writeArrayFieldStart("content");
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        json.writeEndObject();
        json.writeEndArray();
        json.writeBooleanField("isError", isError);
    }

    private void meta(JsonGenerator json, Visit visit, Ending<?> ending, RequestId requestId) throws IOException {
        json.writeObjectFieldStart("_meta");
        json.writeStringField(META + "request_id", requestId.text());
        switch (ending.outcome()) {
            case Outcome.Done<?> _ -> {}
            case Outcome.Replayed<?>(var original, var _) -> {
                json.writeBooleanField(META + "idempotency_replayed", true);
                json.writeStringField(META + "original_request_id", original.text());
            }
            case Outcome.Refused<?>(var refusal) -> {
                json.writeFieldName(META + "problem");
                json.writeRawValue(
                        answers.problem(refusal, requestId, visit.tenant()).toString());
            }
        }
        money(json, ending);
        json.writeEndObject();
    }

    private static void money(JsonGenerator json, Ending<?> ending) throws IOException {
        var metered = ending.metered();
        if (metered == null) {
            return;
        }
        if (!(ending.outcome() instanceof Outcome.Refused<?>)) {
            json.writeNumberField(META + "charge_micros", metered.chargeMicros());
        }
        if (metered.balanceMicros() != null) {
            json.writeNumberField(META + "balance_micros", metered.balanceMicros());
        }
    }
}
