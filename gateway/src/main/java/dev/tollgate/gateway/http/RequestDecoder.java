package dev.tollgate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * The server's decoder, stricter: a head with a fault of {@link RequestHeadScanner} is an invalid request, also one
 * that came in one packet with the request before it. Takes nothing while its connection is not open.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {

    private final ConnectionDeadlines deadlines;
    private final RequestHeadScanner scan = new RequestHeadScanner();
    private int scanned;
    private boolean broken;

    RequestDecoder(HttpServerOptions options, ConnectionDeadlines deadlines) {
        super(options);
        this.deadlines = deadlines;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (broken || !deadlines.isOpen()) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        if (scan.inHead()) {
            scanned = scan.look(bytes, bytes.readerIndex() + scanned) - bytes.readerIndex();
        }
        var fault = scan.fault();
        if (fault != null) {
            out.add(invalid(bytes, fault));
            return;
        }
        int from = bytes.readerIndex();
        super.decode(context, bytes, out);
        scanned = Math.max(0, scanned - (bytes.readerIndex() - from));
        if (out.isEmpty()) {
            if (scan.inHead()) {
                deadlines.headBegun();
            }
        } else if (out.getLast() instanceof HttpObject last) {
            broken = last.decoderResult().isFailure();
            if (last instanceof LastHttpContent) {
                scan.next();
                scanned = 0;
            }
        }
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int from, int length) {
        var known = KnownNames.of(line, from, length);
        return known == null ? super.splitHeaderName(line, from, length) : known;
    }

    private HttpMessage invalid(ByteBuf bytes, String fault) {
        broken = true;
        bytes.skipBytes(bytes.readableBytes());
        var message = createInvalidMessage();
        message.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(fault)));
        return message;
    }
}
