package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.ModelRecords;
import dev.tollgate.gateway.catalogue.input.AnswerOptions;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.records.table.RecordNames;
import dev.tollgate.records.table.ReferenceTarget;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.json.JsonText;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The envelopes of tools' answers, with names beside ids. The names are read behind the call, by one statement however
 * many records the answer has; only those of modules that are on and that the caller may read.
 */
final class ToolAnswers {

    private static final Logger LOGGER = LoggerFactory.getLogger(ToolAnswers.class);

    /** Longest wait for names, behind a call. */
    private static final long NAMES_MAX_MS = 1_000;

    /** Larger answers are shortened by a worker. */
    static final int LOOP_BYTES_MAX = 64 << 10;

    private static final Map<ReferenceTarget, Map<UUID, String>> NO_NAMES = Map.of();

    private final AnswerWriter writer;
    private final RecordNames names;

    ToolAnswers(AnswerWriter writer, RecordNames names) {
        this.writer = writer;
        this.names = names;
    }

    /** Whether the caller may read names of these records: module on and offered, scope held. */
    static boolean mayRead(RequestContext context, ReferenceTarget target) {
        var workspace = context.workspace();
        var toolsets = context.filter().toolsets();
        return workspace != null
                && workspace.modules().contains(target.module())
                && (toolsets == null || toolsets.contains(target.module()))
                && context.credential().scopes().contains(new Scope(target.module() + ":read"));
    }

    /** The envelope of an answer; null for a refusal. Never fails: an answer whose names cannot be read has none. */
    Future<@Nullable JsonText> envelope(
            RequestContext context, Operation<?, ?> operation, CallResult<?> result, AnswerOptions options) {
        var data = data(context, result);
        if (data == null) {
            return Future.succeededFuture();
        }
        var records = ModelRecords.of(operation.answer().element());
        if (!records.differ(options)) {
            return Future.succeededFuture(envelope(context, result, data));
        }
        return worked(data, () -> Json.read(data, JsonNode.class))
                .compose(tree -> names(context, records, tree, options)
                        .compose(found ->
                                worked(data, () -> envelope(context, result, records.shown(tree, options, found)))))
                .otherwise(broken -> {
                    LOGGER.error("answer could not be shortened for a model", broken);
                    return envelope(context, result, data);
                });
    }

    private static <T> Future<T> worked(byte[] data, Supplier<T> work) {
        return data.length > LOOP_BYTES_MAX
                ? OffLoop.run(work::get)
                : Future.succeededFuture().map(_ -> work.get());
    }

    private Future<Map<ReferenceTarget, Map<UUID, String>>> names(
            RequestContext context, ModelRecords records, JsonNode data, AnswerOptions options) {
        var ids = records.referred(data, options);
        ids.keySet().removeIf(target -> !mayRead(context, target));
        return ids.isEmpty()
                ? Future.succeededFuture(NO_NAMES)
                : names.names(context.caller(), ids)
                        .timeout(NAMES_MAX_MS, TimeUnit.MILLISECONDS)
                        .otherwise(NO_NAMES);
    }

    private byte @Nullable [] data(RequestContext context, CallResult<?> result) {
        return switch (result.outcome()) {
            case Outcome.Done<?>(var answer) ->
                result.form().of(writer.data(answer, context.arrival().requestId(), context.tenant()));
            case Outcome.Replayed<?>(var _, var data) -> result.form().of(data.getBytes());
            case Outcome.Refused<?> _ -> null;
        };
    }

    private JsonText envelope(RequestContext context, CallResult<?> result, byte[] data) {
        var requestId = context.arrival().requestId();
        return result.outcome() instanceof Outcome.Done<?>(var answer)
                ? AnswerWriter.envelope(data, answer, requestId, result.form().isDryRun())
                : AnswerWriter.envelope(data, requestId);
    }
}
