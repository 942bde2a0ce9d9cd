package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.http.LargeBodyParser;
import dev.tollgate.gateway.mcp.http.McpHeaders;
import dev.tollgate.gateway.mcp.http.McpResponses;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.gateway.mcp.listen.ListenStreams;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.JsonRpcMessage;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.mcp.protocol.ProtocolEras;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One POST of an admitted caller: its headers, its message, and the answer. */
final class McpCall {

    /** Dependencies that the calls of a loop share. */
    record Parts(
            Pipeline pipeline,
            BodyReader bodies,
            McpMethods methods,
            ListenStreams streams,
            McpResponses responses,
            LongAdder abandoned) {}

    private final Parts parts;
    private final Pipeline pipeline;
    private final McpResponses responses;
    private final HttpServerRequest request;
    private final Entered caller;
    private final ToolForm form;
    private final RequestContext context;
    private boolean large;
    private long workNanos;

    McpCall(Parts parts, HttpServerRequest request, Entered caller, ToolForm form) {
        this.parts = parts;
        this.pipeline = parts.pipeline();
        this.responses = parts.responses();
        this.request = request;
        this.caller = caller;
        this.form = form;
        this.context = caller.context();
    }

    void start() {
        var refusal = McpHeaders.refusal(request.headers());
        if (refusal != null) {
            refuse(refusal);
        } else {
            parts.bodies().read(request, context.tenantOrCredential()).onSuccess(read -> guarded(() -> body(read)));
        }
    }

    /** A message is answered and its slot released even if the handling fails. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            refuse(pipeline.broke(context, null, broken));
        }
    }

    private void body(BodyReader.Reading read) {
        switch (read) {
            case BodyReader.Reading.Refused(Refusal refusal) -> refuse(refusal);
            case BodyReader.Reading.Whole(Buffer bytes) -> {
                large = LargeBodyParser.isLarge(bytes.length());
                var body = bytes.getBytes();
                if (large) {
                    offLoop(body);
                } else {
                    onResult(LargeBodyParser.TimedResult.Done.of(() -> StrictJson.read(body)));
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

    private void onResult(LargeBodyParser.TimedResult<StrictJson.Text> timed) {
        switch (timed) {
            case LargeBodyParser.TimedResult.Refused<StrictJson.Text>(Refusal refusal) -> refuse(refusal);
            case LargeBodyParser.TimedResult.Done<StrictJson.Text>(StrictJson.Text text, long nanos) -> {
                workNanos = nanos;
                onText(text);
            }
        }
    }

    private void onText(StrictJson.Text text) {
        switch (text) {
            case StrictJson.Text.Malformed(String detail) ->
                invalid(McpReply.fault(JsonRpcErrors.PARSE_ERROR, detail), null);
            case StrictJson.Text.Oversized(FieldError fault) ->
                invalid(McpReply.fault(JsonRpcErrors.INVALID_REQUEST, fault.field() + ' ' + fault.message()), null);
            case StrictJson.Text.Tree(JsonNode node) -> message(JsonRpcMessage.of(node));
        }
    }

    private void message(JsonRpcMessage message) {
        switch (message) {
            case JsonRpcMessage.Invalid(String why) ->
                invalid(McpReply.fault(JsonRpcErrors.INVALID_REQUEST, why), null);
            case JsonRpcMessage.OneWay _ -> oneWay();
            case JsonRpcMessage.Request call -> {
                switch (ProtocolEras.of(request.headers(), call)) {
                    case ProtocolEras.Verdict.Refused(McpReply.Fault fault) -> invalid(fault, call.id());
                    case ProtocolEras.Verdict.Served(boolean modern) ->
                        answer(new McpRequest(caller, form, modern, call.id(), call.method(), call.params(), large));
                }
            }
        }
    }

    private void oneWay() {
        var refusal = parts.methods().free(context);
        if (refusal != null) {
            refuse(refusal);
        } else {
            pipeline.leave(context, null, McpReply.Account.SERVED.result());
            responses.accepted(request, context);
        }
    }

    private void answer(McpRequest mcpRequest) {
        if (mcpRequest.modern() && mcpRequest.method().equals(ListenStreams.METHOD)) {
            listen(mcpRequest);
            return;
        }
        var exchange = new McpExchange(parts, request, mcpRequest);
        context.listener(exchange);
        try {
            parts.methods()
                    .answer(mcpRequest, exchange)
                    .onSuccess(exchange::finish)
                    .onFailure(exchange::broke);
        } catch (RuntimeException broken) {
            exchange.broke(broken);
        }
    }

    private void listen(McpRequest mcpRequest) {
        var refusal = parts.methods().free(context);
        var answer = refusal == null ? parts.streams().open(request, mcpRequest) : McpReply.refused(refusal);
        if (answer != null) {
            new McpExchange(parts, request, mcpRequest).finish(answer);
        }
    }

    private void invalid(McpReply.Fault fault, @Nullable JsonNode id) {
        var result = fault.account().result();
        pipeline.spent(context, workNanos);
        pipeline.leave(context, null, result);
        responses.send(
                request,
                context,
                result,
                McpResponses.BAD_REQUEST,
                JsonRpcErrors.error(id, fault.code(), fault.message(), fault.data()));
    }

    private void refuse(Refusal refusal) {
        pipeline.leave(context, null, CallResult.refused(refusal));
        responses.refuse(request, context, refusal);
    }
}
