package dev.tollgate.loadtest.load;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One connection with at most one call in flight. It decodes responses and skips their bodies unless failures are
 * looked for. All of it happens on the socket's event loop.
 */
final class LoadConnection {

    private static final int FAILURE_CHARACTERS_MAX = 600;

    private final NetSocketInternal socket;
    private final BiConsumer<LoadConnection, Integer> answered;
    private final List<String> failures;
    private final StringBuilder body = new StringBuilder();
    private int status;
    private int retryAfterSeconds;
    private String failure = "";
    private boolean inFlight;
    private boolean open = true;

    /**
     * Takes a connected socket.
     *
     * @param failures texts that make a response an error; empty to skip bodies, those of errors too
     * @param answered receives the status of each response: 599 if the connection broke, 499 if the body has a failure
     */
    LoadConnection(NetSocketInternal socket, List<String> failures, BiConsumer<LoadConnection, Integer> answered) {
        this.socket = socket;
        this.failures = List.copyOf(failures);
        this.answered = answered;
        socket.channelHandlerContext().pipeline().addBefore("handler", "decoder", new HttpResponseDecoder());
        var _ = socket.messageHandler(this::received).closeHandler(_ -> closed());
    }

    boolean open() {
        return open;
    }

    /** The beginning of the last body, if the response was an error and bodies are read; else empty. */
    String failure() {
        return failure;
    }

    /** When the last response said to come back, if it was an error that said so; else 0. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    void send(Buffer request) {
        inFlight = true;
        socket.write(request).onFailure(_ -> closed());
    }

    void close() {
        open = false;
        socket.close().onFailure(_ -> open = false);
    }

    private void closed() {
        open = false;
        if (inFlight) {
            inFlight = false;
            answered.accept(this, LoadWindow.BROKEN);
        }
    }

    private void received(Object message) {
        try {
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                close();
                closed();
                return;
            }
            if (message instanceof HttpResponse response) {
                status = response.status().code();
                retryAfterSeconds =
                        status >= LoadWindow.ERROR_FROM ? response.headers().getInt(HttpHeaderNames.RETRY_AFTER, 0) : 0;
            }
            if (message instanceof HttpContent content && !failures.isEmpty()) {
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            if (message instanceof LastHttpContent) {
                ended();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void ended() {
        boolean failed = failures.stream().anyMatch(text -> body.indexOf(text) >= 0);
        failure = failed || status >= LoadWindow.ERROR_FROM
                ? body.substring(0, Math.min(body.length(), FAILURE_CHARACTERS_MAX))
                : "";
        body.setLength(0);
        inFlight = false;
        answered.accept(this, failed && status < LoadWindow.ERROR_FROM ? LoadWindow.FAILED_INSIDE : status);
    }
}
