package dev.tollgate.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of one request head for what the decoder takes and another reader may read differently: header
 * lines that go on in the next line (obs-fold, RFC 9112 section 5.2), and a request line that is not three words with a
 * space between. Sees every byte once, however the head is cut into packets.
 */
final class RequestHeadScanner {

    private static final int SPACES = 2;

    private enum At {
        /** Empty lines before the request line, which are passed over. */
        START,
        REQUEST_LINE,
        LINE_START,
        LINE,
        END
    }

    private At at = At.START;
    private int spaces;
    private boolean carriageReturn;
    private @Nullable String fault;

    /** Whether it has not seen the end of the head yet. */
    boolean inHead() {
        return at != At.END;
    }

    /** Whether nothing of the next head has come yet but empty lines. */
    boolean isBeforeHead() {
        return at == At.START;
    }

    /** The first fault of the head so far; null if there is none. */
    @Nullable String fault() {
        return fault;
    }

    /** Begins with the next head. */
    void next() {
        at = At.START;
        spaces = 0;
    }

    /** Scans the bytes from an index to the end of the head or a fault; returns the index reached. */
    int look(ByteBuf bytes, int from) {
        int index = from;
        int end = bytes.writerIndex();
        while (index < end && inHead() && fault == null) {
            if (at == At.LINE) {
                int lineEnd = bytes.indexOf(index, end, (byte) '\n');
                at = lineEnd < 0 ? At.LINE : At.LINE_START;
                index = lineEnd < 0 ? end : lineEnd + 1;
            } else {
                look(bytes.getByte(index));
                index++;
            }
        }
        return index;
    }

    private void look(byte next) {
        switch (at) {
            case START -> start(next);
            case REQUEST_LINE -> requestLine(next);
            case LINE_START -> lineStart(next);
            case LINE, END -> throw new IllegalStateException("no single bytes are scanned in the state " + at);
        }
    }

    private void start(byte next) {
        if (next == '\r' || next == '\n') {
            return;
        }
        at = At.REQUEST_LINE;
        if (next >= 0 && next <= ' ') {
            fault = "The request line does not start with a method.";
        }
    }

    private void requestLine(byte next) {
        if (next == '\n') {
            at = At.LINE_START;
            fault = spaces == SPACES ? null : "The request line is not three words separated by single spaces.";
        } else if (carriageReturn || (next >= 0 && next < ' ' && next != '\r')) {
            fault = "The request line contains a control character.";
        } else if (next == ' ') {
            spaces++;
        }
        carriageReturn = next == '\r';
    }

    private void lineStart(byte next) {
        switch (next) {
            case '\r' -> {}
            case '\n' -> at = At.END;
            case ' ', '\t' -> fault = "Folded header lines (obs-fold) are not accepted.";
            default -> at = At.LINE;
        }
    }
}
