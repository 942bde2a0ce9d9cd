package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Visit;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The result of a tool call. A success carries the envelope twice, as structure and as text; a refusal carries the
 * problem as text and in {@code _meta}, and never as structured content: clients hold that against the output schema.
 */
final class ToolResults {

    private static final byte[] TEXT = ascii("{\"content\":[{\"type\":\"text\",\"text\":");
    private static final byte[] DONE = ascii("}],\"isError\":false,\"structuredContent\":");
    private static final byte[] REFUSED = ascii("}],\"isError\":true");
    private static final byte[] REQUEST_ID = ascii(",\"_meta\":{\"dev.tollgate/request_id\":");
    private static final byte[] REPLAYED =
            ascii(",\"dev.tollgate/idempotency_replayed\":true,\"dev.tollgate/original_request_id\":");
    private static final byte[] PROBLEM = JsonText.name("dev.tollgate/problem");
    private static final byte[] CHARGE = JsonText.name("dev.tollgate/charge_micros");
    private static final byte[] BALANCE = JsonText.name("dev.tollgate/balance_micros");
    private static final byte[] END = ascii("}}");
    private static final String REQUEST = TypeId.prefix(RequestId.class);

    /** What a result says beside the two copies of its envelope. */
    private static final int FRAME_LENGTH = 512;

    private final Answers answers;

    ToolResults(Answers answers) {
        this.answers = answers;
    }

    /** The answer to a request for a call, as bytes. */
    Buffer answer(JsonNode id, Visit visit, Ending<?> ending) {
        var requestId = visit.arrival().requestId();
        return switch (ending.outcome()) {
            case Outcome.Done<?>(var answer) -> {
                var json = done(id, answers.envelope(answer, requestId, visit.tenant()));
                json.raw(REQUEST_ID).id(REQUEST, requestId.value());
                charged(json, ending);
                yield end(json, ending);
            }
            case Outcome.Replayed<?>(var original, var data) -> {
                var json = done(id, answers.replayed(data, requestId));
                json.raw(REQUEST_ID).id(REQUEST, requestId.value());
                json.raw(REPLAYED).id(REQUEST, original.value());
                charged(json, ending);
                yield end(json, ending);
            }
            case Outcome.Refused<?>(Refusal refusal) -> {
                var problem = new JsonText(FRAME_LENGTH)
                        .raw(answers.problem(refusal, requestId, visit.tenant()).getBytes());
                var json = Rpc.upToResult(id, 2 * problem.size() + FRAME_LENGTH);
                json.raw(TEXT).quoted(problem).raw(REFUSED);
                json.raw(REQUEST_ID).id(REQUEST, requestId.value());
                json.raw(PROBLEM).raw(problem);
                yield end(json, ending);
            }
        };
    }

    private static JsonText done(JsonNode id, JsonText envelope) {
        return Rpc.upToResult(id, 2 * envelope.size() + envelope.size() / 2 + FRAME_LENGTH)
                .raw(TEXT)
                .quoted(envelope)
                .raw(DONE)
                .raw(envelope);
    }

    private static void charged(JsonText json, Ending<?> ending) {
        var metered = ending.metered();
        if (metered != null) {
            json.raw(CHARGE).number(metered.chargeMicros());
        }
    }

    private static Buffer end(JsonText json, Ending<?> ending) {
        var metered = ending.metered();
        if (metered != null && metered.balanceMicros() != null) {
            json.raw(BALANCE).number(metered.balanceMicros());
        }
        return Rpc.end(json.raw(END));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
