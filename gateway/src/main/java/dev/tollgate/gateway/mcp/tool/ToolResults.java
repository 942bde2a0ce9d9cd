package dev.tollgate.gateway.mcp.tool;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.CallMeta;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a tool call. A call that had no effect and can be retried is answered 503 by HTTP status. A success
 * carries the envelope twice, as structure and as text; a refusal carries the problem as text and in {@code _meta}, and
 * never as structured content: clients hold that against the output schema.
 */
final class ToolResults {

    private static final byte[] TEXT = ascii("\"content\":[{\"type\":\"text\",\"text\":");
    private static final byte[] DONE = ascii("}],\"isError\":false,\"structuredContent\":");
    private static final byte[] REFUSED = ascii("}],\"isError\":true");

    /** Length of a result besides the two copies of its envelope. */
    private static final int FRAME_LENGTH = 128;

    private final AnswerWriter answers;
    private final Challenges challenges;

    ToolResults(AnswerWriter answers, Challenges challenges) {
        this.answers = answers;
        this.challenges = challenges;
    }

    /** The reply to a look-up that is no operation. */
    McpReply found(RequestContext context, byte[] data) {
        var envelope = AnswerWriter.envelope(data, context.arrival().requestId());
        return done(envelope, context, null, McpReply.Account.SERVED.result());
    }

    /**
     * The reply to a call.
     *
     * @param envelope what a success is answered; null for a refusal
     */
    McpReply reply(
            RequestContext context, Operation<?, ?> operation, CallResult<?> result, @Nullable JsonText envelope) {
        return switch (result.outcome()) {
            case Outcome.Done<?> _, Outcome.Replayed<?> _ ->
                done(Objects.requireNonNull(envelope), context, operation, result);
            case Outcome.Refused<?>(Refusal refusal) -> refused(context, operation, refusal, result);
        };
    }

    /** The reply to a look-up that was refused. */
    McpReply refused(RequestContext context, Refusal refusal) {
        return refused(context, null, refusal, CallResult.refused(refusal));
    }

    /** A refusal that a better token would spare goes out by status, with the challenge that says so. */
    private McpReply refused(
            RequestContext context, @Nullable Operation<?, ?> operation, Refusal refusal, CallResult<?> result) {
        var challenge = challenges.stepUp(context, refusal);
        if (challenge != null || McpReply.byStatus(refusal)) {
            return new McpReply.Refused(refusal, challenge, new McpReply.Account(operation, result));
        }
        var problem = answers.problem(refusal, context.arrival().requestId(), context.tenant())
                .getBytes();
        var members = new JsonText(2 * problem.length + FRAME_LENGTH)
                .raw(TEXT)
                .quoted(new JsonText(problem.length).raw(problem))
                .raw(REFUSED);
        return result(members, CallMeta.of(context, result, problem), operation, result);
    }

    private static McpReply done(
            JsonText envelope, RequestContext context, @Nullable Operation<?, ?> operation, CallResult<?> result) {
        var members = new JsonText(2 * envelope.size() + envelope.size() / 2 + FRAME_LENGTH)
                .raw(TEXT)
                .quoted(envelope)
                .raw(DONE)
                .raw(envelope);
        return result(members, CallMeta.of(context, result, null), operation, result);
    }

    private static McpReply result(
            JsonText members, JsonText meta, @Nullable Operation<?, ?> operation, CallResult<?> result) {
        return new McpReply.Result(
                members.toBuffer(), meta.toBuffer(), McpReply.COMPLETE, new McpReply.Account(operation, result));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
