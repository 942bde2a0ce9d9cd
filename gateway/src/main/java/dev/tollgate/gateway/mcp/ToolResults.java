package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Visit;
import dev.tollgate.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;

/**
 * The result of a tool call. A success carries the envelope twice, as structure and as text; a refusal carries the
 * problem as text and in {@code _meta}, and never as structured content: clients hold that against the output schema.
 */
final class ToolResults {

    private static final byte[] TEXT = ascii("\"content\":[{\"type\":\"text\",\"text\":");
    private static final byte[] DONE = ascii("}],\"isError\":false,\"structuredContent\":");
    private static final byte[] REFUSED = ascii("}],\"isError\":true");
    private static final byte[] REQUEST_ID = ascii("\"dev.tollgate/request_id\":");
    private static final byte[] REPLAYED =
            ascii(",\"dev.tollgate/idempotency_replayed\":true,\"dev.tollgate/original_request_id\":");
    private static final byte[] PROBLEM = JsonText.name("dev.tollgate/problem");
    private static final byte[] CHARGE = JsonText.name("dev.tollgate/charge_micros");
    private static final byte[] BALANCE = JsonText.name("dev.tollgate/balance_micros");
    private static final String REQUEST = TypeId.prefix(RequestId.class);

    /** What a result says beside the two copies of its envelope. */
    private static final int FRAME_LENGTH = 128;

    private static final int META_LENGTH = 192;

    private final Answers answers;

    ToolResults(Answers answers) {
        this.answers = answers;
    }

    /** What a call came to, as a result. */
    Reply reply(Visit visit, Operation<?, ?> operation, Ending<?> ending) {
        var requestId = visit.arrival().requestId();
        var meta = new JsonText(META_LENGTH).raw(REQUEST_ID).id(REQUEST, requestId.value());
        var members = switch (ending.outcome()) {
            case Outcome.Done<?>(var answer) -> {
                charged(meta, ending);
                yield done(answers.envelope(answer, requestId, visit.tenant()));
            }
            case Outcome.Replayed<?>(var original, var data) -> {
                meta.raw(REPLAYED).id(REQUEST, original.value());
                charged(meta, ending);
                yield done(answers.replayed(data, requestId));
            }
            case Outcome.Refused<?>(Refusal refusal) -> {
                var problem =
                        answers.problem(refusal, requestId, visit.tenant()).getBytes();
                meta.raw(PROBLEM).raw(problem);
                yield refused(problem);
            }
        };
        balance(meta, ending);
        return new Reply.Result(
                members.toBuffer(), meta.toBuffer(), Reply.COMPLETE, new Reply.Account(operation, ending));
    }

    private static JsonText done(JsonText envelope) {
        return new JsonText(2 * envelope.size() + envelope.size() / 2 + FRAME_LENGTH)
                .raw(TEXT)
                .quoted(envelope)
                .raw(DONE)
                .raw(envelope);
    }

    private static JsonText refused(byte[] problem) {
        return new JsonText(2 * problem.length + FRAME_LENGTH)
                .raw(TEXT)
                .quoted(new JsonText(problem.length).raw(problem))
                .raw(REFUSED);
    }

    private static void charged(JsonText meta, Ending<?> ending) {
        var metered = ending.metered();
        if (metered != null) {
            meta.raw(CHARGE).number(metered.chargeMicros());
        }
    }

    private static void balance(JsonText meta, Ending<?> ending) {
        var metered = ending.metered();
        if (metered != null && metered.balanceMicros() != null) {
            meta.raw(BALANCE).number(metered.balanceMicros());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
