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
 * read, or answers that nobody reads would fill the memory. A channel handler before the server's. Confined to its
 * event loop.
 */
final class RequestTurns extends ChannelDuplexHandler {

    /** Parts of requests that wait: a head, an end, or a piece of a body. */
    static final int HELD_MAX = 256;

    private final Runnable tooMany;

    /** In the order in which they came. */
    private final Queue<Object> held = new ArrayDeque<>();

    private boolean answering;

    /** @param tooMany runs when more waits than may */
    RequestTurns(Runnable tooMany) {
        this.tooMany = tooMany;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (held.isEmpty() && !waits(context, message)) {
            forward(context, message);
        } else {
            hold(context, message);
        }
    }

    private void hold(ChannelHandlerContext context, Object message) {
        if (!context.channel().isOpen()) {
            ReferenceCountUtil.release(message);
        } else if (held.size() < HELD_MAX) {
            held.add(message);
        } else {
            ReferenceCountUtil.release(message);
            tooMany.run();
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
    }
}
