package dev.tollgate.gateway.http;

import dev.tollgate.gateway.access.ClientAddresses.Peer;
import dev.tollgate.gateway.access.ConnectionLimits.Reason;
import dev.tollgate.gateway.access.ConnectionLimits.Slot;
import dev.tollgate.runtime.memory.Deadlines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import org.jspecify.annotations.Nullable;

/**
 * State of one client connection: who its peer is, which deadlines run, what of its answers is unread, and when the
 * next request may begin. A channel handler between decoder and server, so that the deadlines apply to every request
 * and answer. Confined to its event loop.
 */
final class ConnectionState extends ChannelDuplexHandler {

    private static final AttributeKey<ConnectionState> KEY = AttributeKey.valueOf(ConnectionState.class, "state");

    /**
     * Peer and slot of a connection.
     *
     * @param peer who is at the other end
     * @param slot among the connections of its listener
     */
    record Entry(Peer peer, Slot slot) {}

    private final HttpConnections connections;
    private final HttpServerConnection connection;
    private final Channel channel;
    private final Slot slot;
    private final Deadlines.Watched head = new Late(Reason.HEAD);
    private final Deadlines.Watched rest = new Late(Reason.UNREAD_BODY);
    private final Deadlines.Watched rested = new Rested();
    private final WaitingAnswer waiting = new WaitingAnswer(this);
    private final AnswerBacklog backlog;
    private Peer peer;
    private boolean open;
    private boolean headAwaited;
    private boolean messageOpen;
    private boolean answering;
    private boolean refused;
    private boolean resting;
    private @Nullable Runnable whenNextMayBegin;
    private boolean bodyBroken;
    private @Nullable Runnable whenBodyBreaks;
    private @Nullable String authorization;
    private @Nullable String token;

    /**
     * Watches from now on, and waits for the first head.
     *
     * @param open whether requests may come; else once a header of PROXY protocol has
     */
    ConnectionState(HttpConnections connections, HttpServerConnection connection, Entry entry, boolean open) {
        this.connections = connections;
        this.connection = connection;
        this.channel = connection.channelHandlerContext().channel();
        this.peer = entry.peer();
        this.slot = entry.slot();
        this.backlog = new AnswerBacklog(connections, channel, new Late(Reason.ANSWER));
        this.open = open;
        channel.attr(KEY).set(this);
        var _ = channel.closeFuture().addListener(_ -> gone());
        headBegun();
    }

    /** The handler of a connection; null if there is none. */
    static @Nullable ConnectionState of(HttpConnection connection) {
        return ((HttpServerConnection) connection)
                .channelHandlerContext()
                .channel()
                .attr(KEY)
                .get();
    }

    Peer peer() {
        return peer;
    }

    /** The token in a header that was the last one {@link #sent}; null for every other. */
    @Nullable String token(String header) {
        return header.equals(authorization) ? token : null;
    }

    /** Keeps the token in a header of a request. */
    void sent(String header, String tokenInIt) {
        authorization = header;
        token = tokenInIt;
    }

    /** Whether requests are taken. */
    boolean isOpen() {
        return open;
    }

    /** A trusted proxy has begun with its header; a connection of its own has no client but itself. */
    void openFor(@Nullable Peer client) {
        if (client != null && !slot.countFor(client.address())) {
            close(Reason.ADDRESS);
            return;
        }
        peer = client == null ? peer : client;
        open = true;
    }

    /** Takes no further request; what still comes is forgotten. */
    void shut() {
        open = false;
    }

    /** A trusted proxy has begun with something else. */
    void refuse() {
        close(Reason.PROXY);
    }

    /** Something of a head has come. */
    void headBegun() {
        if (!headAwaited) {
            headAwaited = true;
            connections.heads.join(head, System.nanoTime());
        }
    }

    /** Whether the rest of the body that is being read makes no sense, and so no further request can be read. */
    boolean isBodyBroken() {
        return bodyBroken;
    }

    /** Called when the body that is being read turns out to be malformed; null for none. */
    void whenBodyBreaks(@Nullable Runnable listener) {
        whenBodyBreaks = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            headAwaited = false;
            connections.heads.leave(head);
            messageOpen = true;
            answering = true;
        } else if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            bodyBroke();
            return;
        }
        if (message instanceof LastHttpContent) {
            messageOpen = false;
            connections.rests.leave(rest);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!waiting.isEmpty() || refusalWaits(message)) {
            waiting.add(context, message, promise);
        } else {
            send(context, message, promise);
        }
    }

    /**
     * Whether this is the end of a refusal that waits. Other connections rest after a refusal; a proxy sends the
     * requests of others over its connections too, so there the refusal itself waits, if all of it is one message.
     */
    private boolean refusalWaits(Object message) {
        if (message instanceof HttpResponse head && !isInformational(head)) {
            refused = HttpResponseStatus.SERVICE_UNAVAILABLE.equals(head.status());
        }
        if (!refused || !endsAnswer(message)) {
            return false;
        }
        refused = false;
        if (connections.draining() || !channel.isActive()) {
            return false;
        }
        if (peer.trusted()) {
            return message instanceof HttpResponse && connections.refusals.waits(waiting, System.nanoTime());
        }
        resting = connections.refusals.rests(rested, System.nanoTime());
        return false;
    }

    /**
     * Whether the process drains is asked when an answer is sent, not when its call arrives: calls in flight at the
     * start of the drain are included.
     */
    void send(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse head && !isInformational(head) && connections.draining()) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        boolean ends = endsAnswer(message);
        answering &= !ends;
        if (ends && messageOpen) {
            connections.rests.join(rest, System.nanoTime());
        }
        var _ = context.write(message, promise);
        if (!channel.isWritable()) {
            backlog.count();
        }
        beginNext();
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        var _ = context.flush();
        backlog.flushed(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        backlog.writabilityChanged(context);
        context.fireChannelWritabilityChanged();
        beginNext();
    }

    /**
     * Whether the next request may begin: the answer before it has been sent, its client reads, and it does not rest.
     */
    boolean mayBegin() {
        return !answering && !resting && channel.isWritable();
    }

    /** Called once when the next request may begin. */
    void whenNextMayBegin(Runnable listener) {
        whenNextMayBegin = listener;
    }

    /** In a task of its own: the server has not ended with the answer before. */
    private void beginNext() {
        var listener = whenNextMayBegin;
        if (listener != null && mayBegin()) {
            whenNextMayBegin = null;
            channel.eventLoop().execute(listener);
        }
    }

    private static boolean endsAnswer(Object message) {
        return message instanceof LastHttpContent && !(message instanceof HttpResponse head && isInformational(head));
    }

    private static boolean isInformational(HttpResponse head) {
        return head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void bodyBroke() {
        bodyBroken = true;
        var listener = whenBodyBreaks;
        if (listener != null) {
            whenBodyBreaks = null;
            connection.context().emit(_ -> listener.run());
        }
    }

    private void close(Reason reason) {
        slot.closed(reason);
        HttpConnections.close(connection);
    }

    private void gone() {
        slot.release();
        connections.heads.leave(head);
        connections.rests.leave(rest);
        connections.refusals.leave(rested, waiting);
        waiting.drop();
        backlog.forget();
    }

    private final class Rested extends Deadlines.Watched {
        @Override
        protected void timeUp() {
            resting = false;
            beginNext();
        }
    }

    private class Late extends Deadlines.Watched {
        private final Reason reason;

        Late(Reason reason) {
            this.reason = reason;
        }

        @Override
        protected void timeUp() {
            backlog.forget();
            close(reason);
        }
    }
}
