package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.StrictJson;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.LargeBodies;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One POST of a caller who has a place: its headers, its message, and the answer to that. */
final class McpCall {

    /** What the calls of a loop share. */
    record Parts(
            Pipeline pipeline,
            Bodies bodies,
            Methods methods,
            Subscriptions subscriptions,
            McpResponses responses,
            LongAdder abandoned) {}

    private final Parts parts;
    private final Pipeline pipeline;
    private final McpResponses responses;
    private final HttpServerRequest request;
    private final Entered caller;
    private final RequestContext context;
    private boolean large;
    private long workNanos;

    McpCall(Parts parts, HttpServerRequest request, Entered caller) {
        this.parts = parts;
        this.pipeline = parts.pipeline();
        this.responses = parts.responses();
        this.request = request;
        this.caller = caller;
        this.context = caller.context();
    }

    void start() {
        var refusal = McpHeaders.refusal(request.headers());
        if (refusal != null) {
            refuse(refusal);
        } else {
            parts.bodies().read(request).onSuccess(read -> guarded(() -> body(read)));
        }
    }

    /** A message is answered and its place given back even where we stumble. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            refuse(pipeline.broke(context, null, broken));
        }
    }

    private void body(Bodies.Reading read) {
        switch (read) {
            case Bodies.Reading.Refused(Refusal refusal) -> refuse(refusal);
            case Bodies.Reading.Whole(Buffer bytes) -> {
                large = LargeBodies.isLarge(bytes.length());
                var body = bytes.getBytes();
                if (large) {
                    offLoop(body);
                } else {
                    onResult(LargeBodies.TimedResult.Done.of(() -> StrictJson.read(body)));
                }
            }
        }
    }

    private void offLoop(byte[] body) {
        parts.bodies()
                .large()
                .run(context.tenantOrCredential(), () -> StrictJson.read(body))
                .onSuccess(timed -> guarded(() -> onResult(timed)))
                .onFailure(broken -> refuse(pipeline.broke(context, null, broken)));
    }

    private void onResult(LargeBodies.TimedResult<StrictJson.Text> timed) {
        switch (timed) {
            case LargeBodies.TimedResult.Refused<StrictJson.Text>(Refusal refusal) -> refuse(refusal);
            case LargeBodies.TimedResult.Done<StrictJson.Text>(StrictJson.Text text, long nanos) -> {
                workNanos = nanos;
                onText(text);
            }
        }
    }

    private void onText(StrictJson.Text text) {
        switch (text) {
            case StrictJson.Text.Malformed(String detail) -> invalid(Reply.fault(Rpc.PARSE_ERROR, detail), null);
            case StrictJson.Text.Oversized(FieldError fault) ->
                invalid(Reply.fault(Rpc.INVALID_REQUEST, fault.field() + ' ' + fault.message()), null);
            case StrictJson.Text.Tree(JsonNode node) -> message(Message.of(node));
        }
    }

    private void message(Message message) {
        switch (message) {
            case Message.Invalid(String why) -> invalid(Reply.fault(Rpc.INVALID_REQUEST, why), null);
            case Message.OneWay _ -> oneWay();
            case Message.Request asked -> {
                switch (Eras.of(request.headers(), asked)) {
                    case Eras.Verdict.Refused(Reply.Fault fault) -> invalid(fault, asked.id());
                    case Eras.Verdict.Served(boolean modern) ->
                        answer(new Asked(caller, modern, asked.id(), asked.method(), asked.params(), large));
                }
            }
        }
    }

    private void oneWay() {
        var refusal = parts.methods().free(context);
        if (refusal != null) {
            refuse(refusal);
        } else {
            pipeline.leave(context, null, Reply.Account.SERVED.result());
            responses.accepted(request, context);
        }
    }

    private void answer(Asked asked) {
        if (asked.modern() && asked.method().equals(Subscriptions.METHOD)) {
            listen(asked);
            return;
        }
        var exchange = new Exchange(parts, request, asked);
        context.watchedBy(exchange);
        try {
            parts.methods().answer(asked, exchange).onSuccess(exchange::finish).onFailure(exchange::broke);
        } catch (RuntimeException broken) {
            exchange.broke(broken);
        }
    }

    private void listen(Asked asked) {
        var refusal = parts.methods().free(context);
        var answer = refusal == null ? parts.subscriptions().open(request, asked) : Reply.refused(refusal);
        if (answer != null) {
            new Exchange(parts, request, asked).finish(answer);
        }
    }

    private void invalid(Reply.Fault fault, @Nullable JsonNode id) {
        var result = fault.account().result();
        pipeline.spent(context, workNanos);
        pipeline.leave(context, null, result);
        responses.send(
                request,
                context,
                result,
                McpResponses.BAD_REQUEST,
                Rpc.error(id, fault.code(), fault.message(), fault.data()));
    }

    private void refuse(Refusal refusal) {
        pipeline.leave(context, null, CallResult.refused(refusal));
        responses.refuse(request, context, refusal);
    }
}
