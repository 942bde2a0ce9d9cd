package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.StrictJson;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.LargeBodies;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Gate;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One POST of an admitted caller: checks headers, parses the message, passes it to its method. */
final class McpCall {

    /** What the calls of a loop share. */
    record Parts(
            Gate gate,
            Bodies bodies,
            Methods methods,
            Subscriptions subscriptions,
            McpResponses responses,
            LongAdder abandoned) {}

    private final Parts parts;
    private final Gate gate;
    private final McpResponses responses;
    private final HttpServerRequest request;
    private final Visit visit;
    private boolean large;
    private long workNanos;

    McpCall(Parts parts, HttpServerRequest request, Visit visit) {
        this.parts = parts;
        this.gate = parts.gate();
        this.responses = parts.responses();
        this.request = request;
        this.visit = visit;
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
            refuse(gate.broke(visit, null, broken));
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
                .run(visit.tenantOrCredential(), () -> StrictJson.read(body))
                .onSuccess(timed -> guarded(() -> onResult(timed)))
                .onFailure(broken -> refuse(gate.broke(visit, null, broken)));
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
                        answer(new Asked(visit, modern, asked.id(), asked.method(), asked.params(), large));
                }
            }
        }
    }

    private void oneWay() {
        var refusal = parts.methods().free(visit);
        if (refusal != null) {
            refuse(refusal);
        } else {
            gate.leave(visit, null, Reply.Account.SERVED.ending());
            responses.accepted(request, visit);
        }
    }

    private void answer(Asked asked) {
        if (asked.modern() && asked.method().equals(Subscriptions.METHOD)) {
            listen(asked);
            return;
        }
        var exchange = new Exchange(parts, request, asked);
        visit.watchedBy(exchange);
        try {
            parts.methods().answer(asked, exchange).onSuccess(exchange::finish).onFailure(exchange::broke);
        } catch (RuntimeException broken) {
            exchange.broke(broken);
        }
    }

    private void listen(Asked asked) {
        var refusal = parts.methods().free(visit);
        var answer = refusal == null ? parts.subscriptions().open(request, asked) : Reply.refused(refusal);
        if (answer != null) {
            new Exchange(parts, request, asked).finish(answer);
        }
    }

    private void invalid(Reply.Fault fault, @Nullable JsonNode id) {
        var ending = fault.account().ending();
        gate.spent(visit, workNanos);
        gate.leave(visit, null, ending);
        responses.send(
                request,
                visit,
                ending,
                McpResponses.BAD_REQUEST,
                Rpc.error(id, fault.code(), fault.message(), fault.data()));
    }

    private void refuse(Refusal refusal) {
        gate.leave(visit, null, Ending.refused(refusal));
        responses.refuse(request, visit, refusal);
    }
}
