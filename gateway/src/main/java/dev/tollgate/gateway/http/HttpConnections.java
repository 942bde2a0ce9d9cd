package dev.tollgate.gateway.http;

import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.access.ConnectionLimits;
import dev.tollgate.gateway.access.ConnectionLimits.Reason;
import dev.tollgate.gateway.access.ConnectionLimits.Slot;
import dev.tollgate.runtime.memory.Deadlines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The connections of one loop: lets them in up to a bound, learns who is at their other end, and closes those that keep
 * us waiting. Waiting costs an entry in a list, no timer. Confined to its event loop.
 */
public final class HttpConnections {

    /** From the connection, or the first byte of a later request, to the end of its head. */
    static final Duration HEAD_MAX = Duration.ofSeconds(10);

    /** From an answer to the end of a body that it did not wait for. */
    static final Duration DRAIN_MAX = Duration.ofSeconds(1);

    /** From when a client is behind with its answers to when it has caught up. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    /**
     * Replaces {@link #ANSWER_MAX} while unread answers exceed the limit of {@link UnreadAnswers}; beyond twice the
     * limit, connections are closed without any wait.
     */
    static final Duration CROWDED_ANSWER_MAX = Duration.ofSeconds(1);

    /** Maximum size of PROXY protocol extensions. */
    static final int PROXY_EXTENSIONS_BYTES_MAX = 1 << 10;

    final Deadlines heads = new Deadlines(HEAD_MAX);
    final Deadlines rests = new Deadlines(DRAIN_MAX);
    final Deadlines answers = new Deadlines(ANSWER_MAX);
    final RefusalThrottle refusals = new RefusalThrottle(System.nanoTime());
    final UnreadAnswers unread;
    private final ClientAddresses addresses;
    private final BooleanSupplier draining;

    /**
     * None yet.
     *
     * @param unread of all connections of the process
     * @param draining whether answers ask clients to close their connection, and so to come back elsewhere
     */
    public HttpConnections(UnreadAnswers unread, ClientAddresses addresses, BooleanSupplier draining) {
        this.unread = unread;
        this.addresses = addresses;
        this.draining = draining;
    }

    boolean draining() {
        return draining.getAsBoolean();
    }

    /** Sends answers that wait, and lets requests begin that wait since their connections were refused: for a drain. */
    public void endRests() {
        refusals.endAll(System.nanoTime());
    }

    /** Refusals that wait until they are sent to a trusted proxy. */
    public int refusalsWaiting() {
        return refusals.waiting();
    }

    /** How often a connection was left unread since a call of it was refused. */
    public long rested() {
        return refusals.rested();
    }

    /** Closes those whose time is up; must be called every {@link Deadlines#TICK}. */
    public void tick() {
        tick(System.nanoTime());
    }

    void tick(long nowNanos) {
        heads.tick(nowNanos);
        rests.tick(nowNanos);
        answers.tick(nowNanos);
        refusals.tick(nowNanos);
        boolean closes = true;
        while (closes) {
            closes = closesLongestBehind(nowNanos);
        }
    }

    /** Closes the connection whose client is behind for the longest, while all together are too far behind. */
    private boolean closesLongestBehind(long nowNanos) {
        if (!unread.isTooMuch()) {
            return false;
        }
        var most = unread.isFarTooMuch() ? Duration.ZERO : CROWDED_ANSWER_MAX;
        return answers.tickFirst(nowNanos + ANSWER_MAX.minus(most).toNanos());
    }

    /**
     * Takes a new connection, before its first byte is read, or closes it.
     *
     * @param options of its server
     * @param limits of its listener
     */
    public void accept(HttpConnection connection, HttpServerOptions options, ConnectionLimits limits) {
        var served = (HttpServerConnection) connection;
        var channel = served.channelHandlerContext().channel();
        var peer = addresses.peer(host(channel));
        var slot = limits.slot();
        if (slot == null) {
            limits.closed(Reason.TOTAL);
            turnAway(served);
        } else if (peer.trusted() || slot.countFor(peer.address())) {
            watch(served, peer, slot, options);
        } else {
            slot.closed(Reason.ADDRESS);
            slot.release();
            turnAway(served);
        }
    }

    private void watch(
            HttpServerConnection connection, ClientAddresses.Peer peer, Slot slot, HttpServerOptions options) {
        var context = connection.channelHandlerContext();
        var pipeline = context.pipeline();
        var preceded = peer.trusted() && addresses.proxyProtocol();
        var state = new ConnectionState(this, connection, new ConnectionState.Entry(peer, slot), !preceded);
        pipeline.replace("httpDecoder", "httpDecoder", new RequestDecoder(options, state));
        pipeline.addBefore(context.name(), "state", state);
        if (preceded) {
            pipeline.addFirst(new HAProxyMessageDecoder(PROXY_EXTENSIONS_BYTES_MAX), new ProxyHeader(state, addresses));
        }
    }

    private static String host(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : String.valueOf(channel.remoteAddress());
    }

    /** With a reset, so that nothing of it stays here. */
    private static void turnAway(HttpServerConnection connection) {
        connection.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        close(connection);
    }

    /** At once: the server's own handler, which this goes past, would wait until its client has read everything. */
    static void close(HttpServerConnection connection) {
        var _ = connection.channelHandlerContext().close();
    }
}
