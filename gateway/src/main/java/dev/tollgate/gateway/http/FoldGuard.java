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
    private static final int END_OF_HEAD = 2;

    private boolean inHead = true;
    private boolean folded;
    private int lineEnds;

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
        for (int at = bytes.readerIndex(); at < bytes.writerIndex() && inHead; at++) {
            byte next = bytes.getByte(at);
            if (next == '\n') {
                inHead = ++lineEnds < END_OF_HEAD;
            } else if (next != '\r') {
                folded |= lineEnds == 1 && (next == ' ' || next == '\t');
                lineEnds = 0;
            }
        }
    }

    /** Stands behind the decoder: after the last part of a request the next bytes are a head again. */
    private final class Ends extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof LastHttpContent) {
                inHead = true;
                lineEnds = 0;
            }
            context.fireChannelRead(message);
            if (message instanceof LastHttpContent) {
                folded = false;
            }
        }
    }
}
