package dev.tollgate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Sees header lines that go on in the next line (obs-fold, RFC 9112 section 5.2), which the decoder joins silently: two
 * readers of such a head may read it in two ways. Looks at the bytes of heads only. The head of a request that was sent
 * in one packet with the one before is not seen.
 */
public final class FoldGuard extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<FoldGuard> KEY = AttributeKey.valueOf(FoldGuard.class, "guard");

    private boolean inHead = true;
    private boolean folded;
    private boolean atLineStart;

    private FoldGuard() {}

    /** Watches a connection from its first byte on. */
    public static void watch(HttpConnection connection) {
        var context = ((HttpServerConnection) connection).channelHandlerContext();
        var guard = new FoldGuard();
        context.channel().attr(KEY).set(guard);
        context.pipeline().addFirst(guard).addBefore(context.name(), "ends of requests", guard.new Ends());
    }

    /** Whether the head that was read last on this connection had a folded line. */
    static boolean folded(HttpConnection connection) {
        var guard = ((HttpServerConnection) connection)
                .channelHandlerContext()
                .channel()
                .attr(KEY)
                .get();
        return guard != null && guard.folded;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (inHead && message instanceof ByteBuf bytes) {
            look(bytes);
        }
        context.fireChannelRead(message);
    }

    private void look(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end && inHead) {
            if (atLineStart) {
                byte first = bytes.getByte(at);
                at += first == '\r' ? 1 : 0;
                inHead = first != '\n';
                folded |= first == ' ' || first == '\t';
                atLineStart = first == '\r';
            } else {
                int lineEnd = bytes.indexOf(at, end, (byte) '\n');
                atLineStart = lineEnd >= 0;
                at = atLineStart ? lineEnd + 1 : end;
            }
        }
    }

    /** Stands behind the decoder: after the last part of a request the next bytes are a head again. */
    private final class Ends extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof LastHttpContent) {
                inHead = true;
                atLineStart = false;
            }
            context.fireChannelRead(message);
            if (message instanceof LastHttpContent) {
                folded = false;
            }
        }
    }
}
