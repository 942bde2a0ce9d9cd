package dev.tollgate.loadtest.receiver;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One connection: requests are aggregated, logged and answered by stubs. */
final class ReceiverConnection {

    private static final int REQUEST_BYTES_MAX = 1_048_576;

    private final NetSocketInternal socket;
    private final MockReceiver receiver;
    private final ResponseWriter answering;

    ReceiverConnection(NetSocketInternal socket, MockReceiver receiver) {
        this.socket = socket;
        this.receiver = receiver;
        this.answering = new ResponseWriter(receiver.vertx(), socket);
    }

    void serve() {
        var pipeline = socket.channelHandlerContext().pipeline();
        pipeline.addBefore("handler", "decoder", new HttpRequestDecoder());
        pipeline.addBefore("handler", "whole", new HttpObjectAggregator(REQUEST_BYTES_MAX));
        socket.messageHandler(message -> {
            try {
                if (message instanceof FullHttpRequest request) {
                    request(request);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        });
    }

    private void request(FullHttpRequest request) {
        var arrived = Instant.now();
        var uri = new QueryStringDecoder(request.uri());
        if (uri.path().startsWith(ControlApi.PREFIX)) {
            var _ = socket.write(ControlApi.answer(receiver, uri));
            return;
        }
        var answer = receiver.response(uri.path(), uri.parameters());
        receiver.received(receipt(request, uri.path(), arrived, answer));
        answering.answer(answer);
    }

    private Receipt receipt(FullHttpRequest request, String path, Instant arrived, StubResponse answer) {
        var body = new byte[request.content().readableBytes()];
        request.content().readBytes(body);
        var event = EventEnvelope.of(body);
        boolean answers = answer.kind() == StubResponse.Kind.ANSWER;
        return new Receipt(
                socket.localAddress().port(),
                path,
                ChronoUnit.MICROS.between(Instant.EPOCH, arrived),
                answers ? answer.status() : 0,
                headers(request.headers()),
                body.length,
                event.type(),
                event.madeAtMillis(),
                event.resourceId(),
                event.version());
    }

    private static Receipt.Headers headers(HttpHeaders headers) {
        return new Receipt.Headers(
                headers.get("webhook-id", ""),
                headers.get("webhook-timestamp", ""),
                headers.get("webhook-signature", ""),
                headers.get("user-agent", ""),
                headers.get("host", ""));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
