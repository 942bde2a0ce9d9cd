package dev.tollgate.gateway.console.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.CsvTable;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.http.TableSlots;
import dev.tollgate.gateway.pipeline.CallExchange;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** One operation that a page calls in process: the input of a form or a query, the answer as JSON. */
final class PageCall<I, A> implements CallExchange<I, A> {

    private final AnswerWriter answers;
    private final Problems problems;
    private final RouteTrie.Match.Found<?> found;
    private final CompiledFace<I, A> face;
    private final CallInputs inputs;
    private final TableSlots tables;
    private final HttpServerResponse response;
    private final Promise<CallAnswer> answer = Promise.promise();
    private TableSlots.@Nullable Slot table;

    /**
     * A call that has not begun.
     *
     * @param tables has a slot for the table that the page becomes
     * @param response of the page
     */
    PageCall(
            AnswerWriter answers,
            Problems problems,
            RouteTrie.Match.Found<?> found,
            CompiledFace<I, A> face,
            CallInputs inputs,
            TableSlots tables,
            HttpServerResponse response) {
        this.answers = answers;
        this.problems = problems;
        this.found = found;
        this.face = face;
        this.inputs = inputs;
        this.tables = tables;
        this.response = response;
    }

    Future<CallAnswer> answer() {
        return answer.future();
    }

    @Override
    public Future<ParsedInput<I>> read(RequestContext context) {
        if (inputs.asTable()) {
            table = tables.take(context.tenantOrCredential());
            if (table == null) {
                return Future.succeededFuture(new ParsedInput.Invalid<>(TableSlots.FULL));
            }
        }
        var body = inputs.body() == null ? null : inputs.body().deepCopy();
        return Future.succeededFuture(
                face.rest().read(found, inputs.query(), body, inputs.conditions(), context.zone()));
    }

    @Override
    public void write(RequestContext context, CallResult<A> result) {
        if (table != null) {
            table.answered(response);
        }
        var requestId = context.arrival().requestId();
        // Where a listener of the answer throws, the pipeline takes it for unwritten and writes a refusal too.
        var _ = answer.tryComplete(
                switch (result.outcome()) {
                    case Outcome.Refused<A>(Refusal refusal) ->
                        new CallAnswer.Refused(problems.problem(refusal, requestId, context.tenant()));
                    case Outcome.Replayed<A>(var _, var stored) ->
                        new CallAnswer.Done(tree(answers.replayed(stored, requestId, result.form())), null);
                    case Outcome.Done<A>(var value) ->
                        inputs.asTable()
                                ? new CallAnswer.Done(
                                        MissingNode.getInstance(),
                                        CsvTable.of(face.operation().answer(), value))
                                : new CallAnswer.Done(
                                        tree(answers.envelope(value, requestId, context.tenant(), result.form())),
                                        null);
                });
    }

    private static JsonNode tree(JsonText envelope) {
        return Json.read(envelope.toBytes(), JsonNode.class);
    }
}
