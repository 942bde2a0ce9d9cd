package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.BrowserHeaders;
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
final class Exchange implements Audience {

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final String LOG_MESSAGE = "notifications/message";

    private final Pipeline pipeline;
    private final McpResponses responses;
    private final LongAdder abandoned;
    private final HttpServerRequest request;
    private final Asked asked;
    private final boolean streams;
    private final JsonNode progressToken;
    private double lastProgress = Double.NEGATIVE_INFINITY;
    private boolean streaming;
    private boolean closed;
    private boolean over;

    Exchange(McpCall.Parts parts, HttpServerRequest request, Asked asked) {
        this.pipeline = parts.pipeline();
        this.responses = parts.responses();
        this.abandoned = parts.abandoned();
        this.request = request;
        this.asked = asked;
        this.streams = McpHeaders.takesStream(request.headers());
        this.progressToken = asked.meta(Envelope.PROGRESS_TOKEN);
        // A connection that has closed before tells nobody any more.
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
        boolean muted = asked.modern()
                && method.equals(LOG_MESSAGE)
                && asked.meta(Envelope.LOG_LEVEL).isMissingNode();
        if (streams && !closed && !over && !muted) {
            tell(method, params);
        }
    }

    @Override
    public boolean gone() {
        return asked.modern() && closed;
    }

    private void tell(String method, JsonNode params) {
        var response = request.response();
        if (!streaming) {
            streaming = true;
            responses.stream(request, asked.context());
        }
        if (!response.writeQueueFull()) {
            response.write(McpResponses.event(Frames.notification(method, params)))
                    .onFailure(_ -> {});
        }
    }

    /** Ends the request and answers, if the client is still there. */
    void finish(Reply reply) {
        if (over) {
            return;
        }
        over = true;
        var account = reply.account();
        pipeline.leave(asked.context(), account.operation(), account.result());
        switch (reply) {
            case Reply.Result result -> send(reply, McpResponses.OK, message(result));
            case Reply.Fault fault -> {
                int code = code(fault.code());
                send(reply, status(code), Rpc.error(asked.id(), code, fault.message(), fault.data()));
            }
            case Reply.Refused refused -> refuse(reply, refused);
        }
    }

    private Buffer message(Reply.Result result) {
        var gzipped = streaming || !McpHeaders.takesGzip(request.headers()) ? null : Frames.gzipped(asked, result);
        if (gzipped == null) {
            return Frames.result(asked, result);
        }
        request.response().putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
        return gzipped;
    }

    /** Once a stream has begun there is no status any more. */
    private void refuse(Reply reply, Reply.Refused refused) {
        if (streaming) {
            send(
                    reply,
                    McpResponses.OK,
                    Rpc.error(asked.id(), Rpc.INTERNAL_ERROR, refused.refusal().code()));
        } else {
            responses.refuse(request, asked.context(), refused.refusal(), refused.challenge());
        }
    }

    /** Answers that we stumbled. */
    void broke(Throwable failure) {
        Refusal refusal = pipeline.broke(asked.context(), null, failure);
        finish(Reply.refused(refusal));
    }

    private void send(Reply reply, int status, Buffer message) {
        if (streaming) {
            if (!request.response().ended() && !closed) {
                request.response().end(McpResponses.event(message)).onFailure(_ -> {});
            }
        } else {
            var operation = reply.account().operation();
            if (operation != null && operation.has(Trait.SECRET_ANSWER)) {
                BrowserHeaders.secret(request.response());
            }
            responses.send(request, asked.context(), reply.account().result(), status, message);
        }
    }

    /** The modern era has no code of its own for a resource that is not there. */
    private int code(int code) {
        return asked.modern() && code == Rpc.RESOURCE_NOT_FOUND ? Rpc.INVALID_PARAMS : code;
    }

    private int status(int code) {
        return switch (code) {
            case Rpc.METHOD_NOT_FOUND -> asked.modern() ? McpResponses.NOT_FOUND : McpResponses.OK;
            case Rpc.MISSING_CAPABILITY, Rpc.HEADER_MISMATCH, Rpc.UNSUPPORTED_REVISION -> McpResponses.BAD_REQUEST;
            default -> McpResponses.OK;
        };
    }
}
