package dev.tollgate.loadtest.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection with at most one call under way. It reads the status of an answer and where it ends, and skips the
 * rest. All of it happens on the socket's loop.
 */
final class Lane {

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked";
    private static final int STATUS_AT = 9;
    private static final int BROKEN = 599;
    private static final int FAILED_INSIDE = 499;
    private static final int SAID_MAX = 600;

    private final NetSocket socket;
    private final BiConsumer<Lane, Integer> answered;
    private final List<String> failures;
    private final StringBuilder body = new StringBuilder();
    private @Nullable Buffer head;
    private @Nullable Chunks chunks;
    private boolean inBody;
    private long bodyLeft;
    private int status;
    private String said = "";
    private boolean underWay;
    private boolean open = true;

    /**
     * Takes a connected socket.
     *
     * @param failures what stands in the body of an answer that is none, whatever its status; empty for no look inside
     * @param answered told the status of each answer: 599 where the connection broke, 499 where the body says so
     */
    Lane(NetSocket socket, List<String> failures, BiConsumer<Lane, Integer> answered) {
        this.socket = socket;
        this.failures = List.copyOf(failures);
        this.answered = answered;
        var _ = socket.handler(this::read).closeHandler(_ -> closed());
    }

    boolean open() {
        return open;
    }

    /** The beginning of the last answer, where that was none by what it said. */
    String said() {
        return said;
    }

    void send(Buffer request) {
        underWay = true;
        socket.write(request).onFailure(_ -> closed());
    }

    void close() {
        open = false;
        socket.close().onFailure(_ -> open = false);
    }

    private void closed() {
        open = false;
        if (underWay) {
            underWay = false;
            answered.accept(this, BROKEN);
        }
    }

    private void read(Buffer chunk) {
        if (inBody) {
            took(chunk, 0);
            return;
        }
        var known = head == null ? chunk : head.appendBuffer(chunk);
        int end = headEnd(known);
        if (end < 0) {
            head = head == null ? chunk.copy() : known;
            return;
        }
        head = null;
        var text = known.getString(0, end, StandardCharsets.ISO_8859_1.name()).toLowerCase(Locale.ROOT);
        status = Integer.parseInt(text.substring(STATUS_AT, STATUS_AT + 3));
        chunks = text.contains(CHUNKED) ? new Chunks() : null;
        inBody = true;
        int at = text.indexOf(LENGTH);
        int from = at + LENGTH.length();
        bodyLeft = at < 0
                ? 0
                : Long.parseLong(text.substring(from, text.indexOf('\r', from)).strip());
        took(known, end);
    }

    private void took(Buffer bytes, int from) {
        bodyLeft -= bytes.length() - from;
        boolean whole = chunks == null ? bodyLeft <= 0 : chunks.took(bytes, from);
        if (!failures.isEmpty()) {
            body.append(bytes.getString(from, bytes.length(), StandardCharsets.ISO_8859_1.name()));
        }
        if (whole) {
            inBody = false;
            underWay = false;
            int told = failures.stream().anyMatch(failure -> body.indexOf(failure) >= 0) ? FAILED_INSIDE : status;
            said = told == FAILED_INSIDE ? body.substring(0, Math.min(body.length(), SAID_MAX)) : "";
            body.setLength(0);
            answered.accept(this, told);
        }
    }

    /** Where the body begins; -1 while the head is not whole. */
    private static int headEnd(Buffer bytes) {
        for (int i = 0; i + HEAD_END.length <= bytes.length(); i++) {
            if (bytes.getByte(i) == '\r' && bytes.getByte(i + 1) == '\n' && bytes.getByte(i + 2) == '\r') {
                return i + HEAD_END.length;
            }
        }
        return -1;
    }
}
