package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.gateway.mcp.capability.CallListener;
import dev.tollgate.gateway.mcp.http.McpHeaders;
import dev.tollgate.gateway.mcp.http.McpResponses;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.JsonRpcResults;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.mcp.protocol.MetaKeys;
import dev.tollgate.gateway.pipeline.Pipeline;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over HTTP: JSON, or from the first notification on an event stream. Ends the request with
 * the answer. Confined to its event loop.
 */
final class McpExchange implements CallListener {

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final String LOG_MESSAGE = "notifications/message";

    private final Pipeline pipeline;
    private final McpResponses responses;
    private final LongAdder abandoned;
    private final HttpServerRequest request;
    private final McpRequest call;
    private final boolean streams;
    private final JsonNode progressToken;
    private double lastProgress = Double.NEGATIVE_INFINITY;
    private boolean streaming;
    private boolean closed;
    private boolean over;

    McpExchange(McpCall.Parts parts, HttpServerRequest request, McpRequest call) {
        this.pipeline = parts.pipeline();
        this.responses = parts.responses();
        this.abandoned = parts.abandoned();
        this.request = request;
        this.call = call;
        this.streams = McpHeaders.takesStream(request.headers());
        this.progressToken = call.meta(MetaKeys.PROGRESS_TOKEN);
        // A connection that has closed before gets no notification.
        this.closed = request.response().closed();
        request.response().closeHandler(_ -> closed());
    }

    private void closed() {
        closed = true;
        if (!over) {
            abandoned.increment();
        }
    }

    @Override
    public boolean wantsProgress() {
        return streams && !closed && !over && (progressToken.isTextual() || progressToken.isIntegralNumber());
    }

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String message) {
        if (!wantsProgress() || done <= lastProgress) {
            return;
        }
        lastProgress = done;
        var params = JsonNodeFactory.instance.objectNode();
        params.set("progressToken", progressToken);
        number(params, "progress", done);
        if (total != null) {
            number(params, "total", total);
        }
        if (message != null) {
            params.put("message", message);
        }
        tell("notifications/progress", params);
    }

    private static void number(ObjectNode params, String name, double value) {
        if (value == Math.rint(value)) {
            params.put(name, (long) value);
        } else {
            params.put(name, value);
        }
    }

    @Override
    public void notify(String method, JsonNode params) {
        boolean muted = call.modern()
                && method.equals(LOG_MESSAGE)
                && call.meta(MetaKeys.LOG_LEVEL).isMissingNode();
        if (streams && !closed && !over && !muted) {
            tell(method, params);
        }
    }

    @Override
    public boolean gone() {
        return call.modern() && closed;
    }

    private void tell(String method, JsonNode params) {
        var response = request.response();
        if (!streaming) {
            streaming = true;
            responses.stream(request, call.context());
        }
        if (!response.writeQueueFull()) {
            response.write(McpResponses.event(JsonRpcResults.notification(method, params)))
                    .onFailure(_ -> {});
        }
    }

    /** Ends the request and answers, if the client is still there. */
    void finish(McpReply reply) {
        if (over) {
            return;
        }
        over = true;
        var account = reply.account();
        pipeline.leave(call.context(), account.operation(), account.result());
        switch (reply) {
            case McpReply.Result result -> send(reply, McpResponses.OK, message(result));
            case McpReply.Fault fault -> {
                int code = code(fault.code());
                send(reply, status(code), JsonRpcErrors.error(call.id(), code, fault.message(), fault.data()));
            }
            case McpReply.Refused refused -> refuse(reply, refused);
        }
    }

    private Buffer message(McpReply.Result result) {
        boolean plain = streaming || result.page() == null || !McpHeaders.takesGzip(request.headers());
        var gzipped = plain ? null : JsonRpcResults.gzipped(call, result);
        if (gzipped == null) {
            return JsonRpcResults.result(call, result);
        }
        request.response().putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
        return gzipped;
    }

    /** Once a stream has begun there is no status any more. */
    private void refuse(McpReply reply, McpReply.Refused refused) {
        if (streaming) {
            send(
                    reply,
                    McpResponses.OK,
                    JsonRpcErrors.error(
                            call.id(),
                            JsonRpcErrors.INTERNAL_ERROR,
                            refused.refusal().code()));
        } else {
            responses.refuse(request, call.context(), refused.refusal(), refused.challenge());
        }
    }

    /** Answers that we stumbled. */
    void broke(Throwable failure) {
        Refusal refusal = pipeline.broke(call.context(), null, failure);
        finish(McpReply.refused(refusal));
    }

    private void send(McpReply reply, int status, Buffer message) {
        if (streaming) {
            if (!request.response().ended() && !closed) {
                request.response().end(McpResponses.event(message)).onFailure(_ -> {});
            }
        } else {
            var operation = reply.account().operation();
            if (operation != null && operation.has(Trait.SECRET_ANSWER)) {
                BrowserHeaders.secret(request.response());
            }
            responses.send(request, call.context(), reply.account().result(), status, message);
        }
    }

    /** The modern era has no code of its own for a resource that is not there. */
    private int code(int code) {
        return call.modern() && code == JsonRpcErrors.RESOURCE_NOT_FOUND ? JsonRpcErrors.INVALID_PARAMS : code;
    }

    private int status(int code) {
        return switch (code) {
            case JsonRpcErrors.METHOD_NOT_FOUND -> call.modern() ? McpResponses.NOT_FOUND : McpResponses.OK;
            case JsonRpcErrors.MISSING_CAPABILITY, JsonRpcErrors.HEADER_MISMATCH, JsonRpcErrors.UNSUPPORTED_REVISION ->
                McpResponses.BAD_REQUEST;
            default -> McpResponses.OK;
        };
    }
}
