package dev.tollgate.gateway.http;

import dev.tollgate.runtime.memory.Deadlines;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/**
 * What one client has not read of its answers and the operating system has not taken, and how long it waits for the
 * client: counted in {@link UnreadAnswers}, with a deadline from when something stays behind until all of it has been
 * taken, or the channel is writable again. Confined to its event loop.
 */
final class AnswerBacklog {

    private final HttpConnections connections;
    private final Channel channel;
    private final Deadlines.Watched deadline;
    private long bytes;
    private boolean awaitsReader;

    /**
     * Empty.
     *
     * @param deadline of the client, once it is behind
     */
    AnswerBacklog(HttpConnections connections, Channel channel, Deadlines.Watched deadline) {
        this.connections = connections;
        this.channel = channel;
        this.deadline = deadline;
    }

    /** Counts what has been written and not been taken; its time runs while there is something. */
    void count() {
        var outbound = channel.unsafe().outboundBuffer();
        set(outbound == null ? 0 : outbound.totalPendingWriteBytes());
    }

    /** Counts none of it any more. */
    void forget() {
        set(0);
    }

    /** After a flush: what the operating system has taken is no memory of this process any more. */
    void flushed(ChannelHandlerContext context) {
        count();
        awaitReader(context);
    }

    /** A client that has read so much that the channel is writable again has a new time for the rest. */
    void writabilityChanged(ChannelHandlerContext context) {
        count();
        if (channel.isWritable()) {
            renew();
            awaitReader(context);
        }
    }

    private void set(long now) {
        if (now == bytes) {
            return;
        }
        if (now == 0) {
            connections.answers.leave(deadline);
        } else if (bytes == 0) {
            connections.answers.join(deadline, System.nanoTime());
        }
        connections.unread.add(now - bytes);
        bytes = now;
    }

    /** Below the high-water mark nothing tells when all has been taken, but an empty message behind it. */
    private void awaitReader(ChannelHandlerContext context) {
        if (bytes > 0 && !awaitsReader) {
            awaitsReader = true;
            var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> {
                if (taken.isSuccess()) {
                    channel.eventLoop().execute(() -> caughtUp(context));
                }
            });
        }
    }

    /** In a task of its own: the message counts until its listeners have returned. */
    private void caughtUp(ChannelHandlerContext context) {
        awaitsReader = false;
        count();
        renew();
        awaitReader(context);
    }

    private void renew() {
        if (bytes > 0) {
            connections.answers.leave(deadline);
            connections.answers.join(deadline, System.nanoTime());
        }
    }
}
