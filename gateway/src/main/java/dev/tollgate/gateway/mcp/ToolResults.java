package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Visit;
import dev.tollgate.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;

/**
 * The result of a tool call. A call that had no effect and can be retried is answered 503 by HTTP status. A success
 * carries the envelope twice, as structure and as text; a refusal carries the problem as text and in {@code _meta}, and
 * never as structured content: clients hold that against the output schema.
 */
final class ToolResults {

    private static final byte[] TEXT = ascii("\"content\":[{\"type\":\"text\",\"text\":");
    private static final byte[] DONE = ascii("}],\"isError\":false,\"structuredContent\":");
    private static final byte[] REFUSED = ascii("}],\"isError\":true");

    /** What a result says beside the two copies of its envelope. */
    private static final int FRAME_LENGTH = 128;

    private final Answers answers;

    ToolResults(Answers answers) {
        this.answers = answers;
    }

    /** Converts the result of a call. */
    Reply reply(Visit visit, Operation<?, ?> operation, Ending<?> ending) {
        var requestId = visit.arrival().requestId();
        return switch (ending.outcome()) {
            case Outcome.Done<?>(var answer) ->
                done(answers.envelope(answer, requestId, visit.tenant(), ending.less()), visit, operation, ending);
            case Outcome.Replayed<?>(var _, var data) ->
                done(answers.replayed(data, requestId, ending.less()), visit, operation, ending);
            case Outcome.Refused<?>(Refusal refusal)
            when Reply.byStatus(refusal) -> new Reply.Refused(refusal, null, new Reply.Account(operation, ending));
            case Outcome.Refused<?>(Refusal refusal) -> {
                var problem =
                        answers.problem(refusal, requestId, visit.tenant()).getBytes();
                var members = new JsonText(2 * problem.length + FRAME_LENGTH)
                        .raw(TEXT)
                        .quoted(new JsonText(problem.length).raw(problem))
                        .raw(REFUSED);
                yield result(members, CallMeta.of(visit, ending, problem), operation, ending);
            }
        };
    }

    private static Reply done(JsonText envelope, Visit visit, Operation<?, ?> operation, Ending<?> ending) {
        var members = new JsonText(2 * envelope.size() + envelope.size() / 2 + FRAME_LENGTH)
                .raw(TEXT)
                .quoted(envelope)
                .raw(DONE)
                .raw(envelope);
        return result(members, CallMeta.of(visit, ending, null), operation, ending);
    }

    private static Reply result(JsonText members, JsonText meta, Operation<?, ?> operation, Ending<?> ending) {
        return new Reply.Result(
                members.toBuffer(), meta.toBuffer(), Reply.COMPLETE, new Reply.Account(operation, ending));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
