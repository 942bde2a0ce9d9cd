package dev.tollgate.webhooks.delivery;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a judged address that carries one exchange at a time. It ends when the receiver says something
 * unasked.
 */
final class Connection {

    private static final int LINE_BYTES_MAX = 4_096;
    private static final int HEAD_BYTES_MAX = 16_384;
    private static final int CHUNK_BYTES_MAX = 8_192;
    private static final HttpDecoderConfig LIMITS = new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE_BYTES_MAX)
            .setMaxHeaderSize(HEAD_BYTES_MAX)
            .setMaxChunkSize(CHUNK_BYTES_MAX);

    private final NetSocketInternal socket;
    private final InetAddress address;
    private final Opened opened;
    private @Nullable ResponseReader reader;
    private Runnable whenClosed = () -> {};
    private long idleSinceNanos;
    private int uses;
    private boolean open = true;

    /** Start time of the connection and duration of its steps. */
    record Opened(long atNanos, long connectMicros, long tlsMicros) {}

    Connection(NetSocketInternal socket, InetAddress address, Opened opened) {
        this.socket = socket;
        this.address = address;
        this.opened = opened;
        socket.channelHandlerContext()
                .pipeline()
                .addBefore("handler", "http", new HttpClientCodec(LIMITS, false, false));
        socket.messageHandler(this::received);
        var _ = socket.closeHandler(_ -> closed());
        var _ = socket.exceptionHandler(_ -> close());
    }

    InetAddress address() {
        return address;
    }

    Opened opened() {
        return opened;
    }

    boolean open() {
        return open;
    }

    /** Whether an exchange before this one went well on it. */
    boolean reused() {
        return uses > 1;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void idle(long sinceNanos) {
        idleSinceNanos = sinceNanos;
    }

    /** Called once, when it has ended. */
    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    /** Sends a request; everything that happens next is told to the exchange until it is {@link #release released}. */
    void send(FullHttpRequest request, ResponseReader next) {
        reader = next;
        uses++;
        socket.writeMessage(request).onFailure(_ -> close());
    }

    /** Ends the exchange: what comes after it is unasked. */
    void release() {
        reader = null;
    }

    void close() {
        socket.close().onFailure(_ -> closed());
    }

    private void received(Object message) {
        try {
            var current = reader;
            if (current == null) {
                close();
            } else {
                current.received(message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void closed() {
        if (!open) {
            return;
        }
        open = false;
        var current = reader;
        reader = null;
        whenClosed.run();
        if (current != null) {
            current.closed();
        }
    }
}
