package dev.tollgate.loadtest.receiver;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;

/** Writes answers of every kind to one connection. */
final class ResponseWriter {

    private static final int CHUNK_BYTES = 65_536;
    private static final long DRIP_MS = 1_000;
    private static final Buffer FILLER = Buffer.buffer(new byte[CHUNK_BYTES]);

    private final Vertx vertx;
    private final NetSocketInternal socket;
    private boolean closed;

    ResponseWriter(Vertx vertx, NetSocketInternal socket) {
        this.vertx = vertx;
        this.socket = socket;
        var _ = socket.closeHandler(_ -> closed = true);
        var _ = socket.exceptionHandler(_ -> closed = true);
    }

    void answer(StubResponse answer) {
        if (answer.delayMs() > 0) {
            var _ = vertx.setTimer(answer.delayMs(), _ -> now(answer));
        } else {
            now(answer);
        }
    }

    private void now(StubResponse answer) {
        switch (answer.kind()) {
            case ANSWER -> {
                write(answer.head());
                body(answer.bodyBytes());
            }
            case HANG -> {}
            case RESET -> reset();
            case CUT ->
                socket.write(Buffer.buffer(ReceiverConnection.bytes(answer.head() + "x")))
                        .onComplete(_ -> reset());
            case DRIP -> drip(answer.head(), 0);
            case DRIP_BODY -> {
                write(answer.head());
                drip("x".repeat((int) answer.bodyBytes()), 0);
            }
            case GARBAGE -> write("SSH-2.0-what\r\n\r\n\u0000\u0001\u0002");
        }
    }

    private void write(String text) {
        var _ = socket.write(Buffer.buffer(ReceiverConnection.bytes(text)));
    }

    /** As fast as the other side takes it, and no faster. */
    private void body(long left) {
        long rest = left;
        while (rest > 0 && !closed) {
            if (socket.writeQueueFull()) {
                long later = rest;
                var _ = socket.drainHandler(_ -> body(later));
                return;
            }
            int some = (int) Math.min(rest, CHUNK_BYTES);
            var _ = socket.write(some == CHUNK_BYTES ? FILLER : FILLER.slice(0, some));
            rest -= some;
        }
    }

    private void drip(String text, int at) {
        if (closed || at >= text.length()) {
            return;
        }
        write(text.substring(at, at + 1));
        var _ = vertx.setTimer(DRIP_MS, _ -> drip(text, at + 1));
    }

    private void reset() {
        socket.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = socket.close();
    }
}
