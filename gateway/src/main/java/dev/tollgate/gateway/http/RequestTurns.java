package dev.tollgate.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Gives the server one request of a connection at a time: the next one waits until the answer before it is made and
 * read, or answers that nobody reads would fill the memory. While one waits nothing more is read from the connection,
 * so what waits is what the last look at it gave. A channel handler before the server's. Confined to its event loop.
 */
final class RequestTurns extends ChannelDuplexHandler {

    /** Heads, ends and pieces of bodies, in the order in which they came. */
    private final Queue<Object> held = new ArrayDeque<>();

    private boolean answering;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (held.isEmpty() && !waits(context, message)) {
            forward(context, message);
        } else {
            hold(context, message);
        }
    }

    private void hold(ChannelHandlerContext context, Object message) {
        if (context.channel().isOpen()) {
            held.add(message);
            var _ = context.channel().config().setAutoRead(false);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean ends = ConnectionDeadlines.endsAnswer(message);
        answering &= !ends;
        var _ = context.write(message, promise);
        if (ends) {
            forwardLater(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        forwardLater(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    private boolean waits(ChannelHandlerContext context, Object message) {
        return message instanceof HttpRequest
                && (answering || !context.channel().isWritable());
    }

    private void forward(ChannelHandlerContext context, Object message) {
        answering |= message instanceof HttpRequest;
        context.fireChannelRead(message);
    }

    /** In a task of its own: the server has not ended with the answer before. */
    private void forwardLater(ChannelHandlerContext context) {
        if (!held.isEmpty()) {
            context.executor().execute(() -> forwardHeld(context));
        }
    }

    private void forwardHeld(ChannelHandlerContext context) {
        boolean forwarded = false;
        while (!held.isEmpty() && !waits(context, held.element())) {
            forward(context, held.remove());
            forwarded = true;
        }
        if (forwarded) {
            context.fireChannelReadComplete();
        }
        if (held.isEmpty()) {
            // Where the server reads no more either, it stops the next message itself.
            var _ = context.channel().config().setAutoRead(true);
        }
    }
}
