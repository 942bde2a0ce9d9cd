package dev.tollgate.gateway.http;

import dev.tollgate.runtime.memory.Deadlines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;

/**
 * A refusal to a trusted proxy that waits for its turn, and what is written behind it, such as the end of the
 * connection: sent in this order. One for a connection, which empties and is used again. Confined to its event loop.
 */
final class WaitingAnswer extends Deadlines.Watched {

    private record Write(ChannelHandlerContext context, Object message, ChannelPromise promise) {}

    private final ArrayDeque<Write> writes = new ArrayDeque<>(2);
    private final ConnectionState connection;

    /** Nothing waits yet. */
    WaitingAnswer(ConnectionState connection) {
        this.connection = connection;
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    void add(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        writes.add(new Write(context, message, promise));
    }

    @Override
    protected void timeUp() {
        for (var write = writes.poll(); write != null; write = writes.poll()) {
            connection.send(write.context, write.message, write.promise);
            connection.flush(write.context);
        }
    }

    /** The connection is gone: nothing of it will be sent. */
    void drop() {
        for (var write = writes.poll(); write != null; write = writes.poll()) {
            ReferenceCountUtil.release(write.message);
            var _ = write.promise.tryFailure(new ClosedChannelException());
        }
    }
}
